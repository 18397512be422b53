// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads the value of {@code sinks}: a list whose entries are a name, or a name with a map of
 * options; or all in one line.
 */
final class SinkNodes {
  private final YamlNodes nodes;

  SinkNodes(YamlNodes nodes) {
    this.nodes = nodes;
  }

  List<ConfiguredSink> read(Node node) throws ConfigurationException {
    if (node instanceof ScalarNode) {
      return line(node);
    }
    if (!(node instanceof SequenceNode list)) {
      throw nodes.problem(
          node,
          "\"sinks\" must be a list of sinks, such as \"- log\" or \"- files: {folder: ...}\", not "
              + nodes.shown(node));
    }
    List<ConfiguredSink> sinks = new ArrayList<>();
    for (Node entry : list.getValue()) {
      if (entry instanceof MappingNode) {
        sinks.add(withOptions(entry));
      } else {
        sinks.addAll(line(entry));
      }
    }
    if (sinks.isEmpty()) {
      throw nodes.problem(node, "\"sinks\" is empty; list at least one sink, such as \"log\"");
    }
    return sinks;
  }

  private List<ConfiguredSink> line(Node node) throws ConfigurationException {
    return ConfiguredSink.parse(
        nodes.text(node, "a sink"),
        nodes.place(node.getStartMark()).concat("\"sinks\""),
        nodes.origin(node));
  }

  private ConfiguredSink withOptions(Node entry) throws ConfigurationException {
    Map<String, NodeTuple> said = nodes.entries(entry, "an entry of \"sinks\"");
    if (said.size() != 1) {
      throw nodes.problem(
          entry,
          "an entry of \"sinks\" must be one sink, \"- log\" or \"- files: {folder: ...}\", not a map"
              + " of "
              + said.size());
    }
    Map.Entry<String, NodeTuple> one = said.entrySet().iterator().next();
    Map<String, String> options = new LinkedHashMap<>();
    for (Map.Entry<String, NodeTuple> option :
        nodes
            .entries(one.getValue().getValueNode(), "what \"" + one.getKey() + "\" says of a sink")
            .entrySet()) {
      options.put(option.getKey(), value(option.getKey(), option.getValue().getValueNode()));
    }
    return new ConfiguredSink(one.getKey(), options, nodes.origin(entry));
  }

  /** A map of texts is one text for core, as it is in one line. */
  private String value(String option, Node node) throws ConfigurationException {
    String subject = "\"" + option + "\"";
    if (!(node instanceof MappingNode)) {
      return nodes.text(node, subject);
    }
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, NodeTuple> pair : nodes.entries(node, subject).entrySet()) {
      Node value = pair.getValue().getValueNode();
      String text = nodes.text(value, subject);
      if (text.contains(";")) {
        throw nodes.problem(value, subject + " may not have a semicolon in a value");
      }
      pairs.add(pair.getKey() + "=" + text);
    }
    return String.join(";", pairs);
  }
}
