// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Takes a file's nodes as what they should be, or says where they are not.
 *
 * @param source the file, for messages
 */
record YamlNodes(String source) {
  private static final Set<Tag> PLAIN = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL);

  /** In the order of the file, which is the order of the captures. */
  Map<String, NodeTuple> entries(Node node, String what) throws ConfigurationException {
    if (!(node instanceof MappingNode map)) {
      throw problem(node, what + " must be a map of keys to values, not " + shown(node));
    }
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    for (NodeTuple entry : map.getValue()) {
      String key = text(entry.getKeyNode(), "a key");
      if (entries.put(key, entry) != null) {
        throw problem(entry.getKeyNode(), "\"" + key + "\" stands here twice");
      }
    }
    return entries;
  }

  String text(Node node, String what) throws ConfigurationException {
    if (node instanceof ScalarNode scalar
        && PLAIN.contains(scalar.getTag())
        && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    throw problem(node, what + " must be a text, not " + shown(node));
  }

  String shown(Node node) {
    if (node instanceof SequenceNode) {
      return "a list";
    }
    if (node instanceof MappingNode) {
      return "a map";
    }
    if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
      return "nothing";
    }
    return PLAIN.contains(scalar.getTag()) || scalar.getTag().equals(Tag.NULL)
        ? "\"" + scalar.getValue() + "\""
        : "the tag " + scalar.getTag().getValue();
  }

  ConfigurationException problem(Node node, String problem) {
    return new ConfigurationException(place(node.getStartMark()) + problem + ".");
  }

  /** The beginning of a message about a place in the file. */
  String place(Optional<Mark> mark) {
    return source
        + mark.map(at -> ", line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1))
            .orElse("")
        + ": ";
  }

  /** Where a node stands, for messages that come later. */
  String origin(Node node) {
    return source + node.getStartMark().map(at -> ", line " + (at.getLine() + 1)).orElse("");
  }
}
