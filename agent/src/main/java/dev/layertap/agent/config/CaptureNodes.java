// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads the value of {@code captures}: a list, or a map of names to selectors. An entry of the list
 * is a text, one name with its selector, or a map of the words {@link #WORDS}.
 */
final class CaptureNodes {
  private static final String NAME = "name";
  private static final String SELECT = "select";
  private static final String TAKE = "take";

  /** What an entry may say of itself. No short entry has one of these for a name. */
  private static final List<String> WORDS = List.of(NAME, SELECT, TAKE);

  private final YamlNodes nodes;

  CaptureNodes(YamlNodes nodes) {
    this.nodes = nodes;
  }

  List<ConfiguredCapture> read(Node node) throws ConfigurationException {
    List<ConfiguredCapture> captures = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      for (Node entry : list.getValue()) {
        captures.add(
            entry instanceof MappingNode
                ? map(entry)
                : ConfiguredCapture.parse(nodes.text(entry, "a selector"), nodes.origin(entry)));
      }
    } else if (node instanceof MappingNode) {
      for (NodeTuple entry : nodes.entries(node, "\"captures\"").values()) {
        captures.add(named(entry));
      }
    } else {
      throw nodes.problem(
          node,
          "\"captures\" must be a list of selectors or a map of names to selectors, not "
              + nodes.shown(node));
    }
    if (captures.isEmpty()) {
      throw nodes.problem(node, "\"captures\" is empty; list at least one selector");
    }
    return captures;
  }

  private ConfiguredCapture map(Node entry) throws ConfigurationException {
    Map<String, NodeTuple> said = nodes.entries(entry, "an entry of \"captures\"");
    if (!Collections.disjoint(said.keySet(), WORDS)) {
      return inWords(entry, said);
    }
    if (said.size() != 1) {
      throw nodes.problem(
          entry,
          "an entry of \"captures\" must be one selector, one \"name: selector\", or a map of"
              + " \"name\", \"select\" and \"take\", not a map of "
              + said.size());
    }
    return named(said.values().iterator().next());
  }

  private ConfiguredCapture inWords(Node entry, Map<String, NodeTuple> said)
      throws ConfigurationException {
    for (Map.Entry<String, NodeTuple> word : said.entrySet()) {
      if (!WORDS.contains(word.getKey())) {
        throw nodes.problem(
            word.getValue().getKeyNode(),
            "unknown key \""
                + word.getKey()
                + "\""
                + (word.getKey().contains(")")
                    ? "; YAML wants quotes around a text with a comma between braces"
                    : Spelling.hint(word.getKey(), WORDS)));
      }
    }
    if (!said.containsKey(SELECT)) {
      throw nodes.problem(
          entry,
          "\"select\" is missing beside "
              + "\""
              + said.keySet().iterator().next()
              + "\"; a capture is {name: ..., select: ..., take: ...}");
    }
    String select = nodes.text(said.get(SELECT).getValueNode(), "\"select\"");
    if (said.containsKey(NAME)) {
      Node name = said.get(NAME).getValueNode();
      select = checkedName(name, nodes.text(name, "\"name\"")) + "=" + select;
    }
    Optional<String> take =
        said.containsKey(TAKE)
            ? Optional.of(nodes.text(said.get(TAKE).getValueNode(), "\"take\""))
            : Optional.empty();
    return new ConfiguredCapture(select, take, nodes.origin(entry));
  }

  private ConfiguredCapture named(NodeTuple entry) throws ConfigurationException {
    String name = nodes.text(entry.getKeyNode(), "a name");
    Node selector = entry.getValueNode();
    if (selector instanceof MappingNode) {
      throw nodes.problem(
          selector,
          "the selector of \""
              + name
              + "\" must be a text, not a map; a capture that says what to take is a list's entry"
              + " {name: "
              + name
              + ", select: ..., take: ...}");
    }
    return ConfiguredCapture.parse(
        checkedName(entry.getKeyNode(), name)
            + "="
            + nodes.text(selector, "the selector of \"" + name + "\""),
        nodes.origin(entry.getKeyNode()));
  }

  private String checkedName(Node node, String name) throws ConfigurationException {
    if (name.isBlank() || name.contains("=")) {
      throw nodes.problem(node, "\"" + name + "\" cannot be the name of a capture");
    }
    return name;
  }
}
