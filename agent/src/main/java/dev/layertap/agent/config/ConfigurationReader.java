// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads the configuration's YAML.
 *
 * <p>It stops at the nodes, which know their line and column, and builds nothing from them: a path
 * {@code 1.10} stays the text it is, tags name no class, and an alias is the node it stands for, so
 * a small file cannot grow into a large one.
 */
final class ConfigurationReader {
  static final String CAPTURES = "captures";

  private static final Set<String> KEYS = Set.of(CAPTURES);
  private static final Set<Tag> PLAIN = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL);
  private static final int MOST_CODE_POINTS = 1 << 20;

  private final String source;

  ConfigurationReader(String source) {
    this.source = source;
  }

  Configuration read(InputStream in) throws ConfigurationException {
    Node root =
        compose(in)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        source + " is empty; it must have a list \"captures\"."));
    List<String> captures = new ArrayList<>();
    for (Map.Entry<String, NodeTuple> setting : entries(root, "the configuration").entrySet()) {
      if (!KEYS.contains(setting.getKey())) {
        throw problem(
            setting.getValue().getKeyNode(),
            "unknown key \"" + setting.getKey() + "\"" + Spelling.hint(setting.getKey(), KEYS));
      }
      captures.addAll(captures(setting.getValue().getValueNode()));
    }
    return new Configuration(captures, source);
  }

  private Optional<Node> compose(InputStream in) throws ConfigurationException {
    LoadSettings settings =
        LoadSettings.builder().setLabel(source).setCodePointLimit(MOST_CODE_POINTS).build();
    try {
      StreamReader reader = new StreamReader(settings, new YamlUnicodeReader(in));
      return new Composer(settings, new ParserImpl(settings, reader)).getSingleNode();
    } catch (MarkedYamlEngineException e) {
      throw new ConfigurationException(
          place(e.getProblemMark().or(e::getContextMark)) + e.getProblem() + quoteHint(e) + ".");
    } catch (YamlEngineException e) {
      throw new ConfigurationException(source + ": " + e.getMessage());
    } catch (StackOverflowError e) {
      throw new ConfigurationException(source + ": it is nested too deeply.");
    }
  }

  /** {@code - **.relu} begins an alias for YAML, and {@code - @comp} is reserved. */
  private static String quoteHint(MarkedYamlEngineException e) {
    Optional<Mark> mark = e.getContextMark().or(e::getProblemMark);
    if (mark.isEmpty()) {
      return "";
    }
    int[] text = mark.get().getBuffer();
    int at = mark.get().getPointer();
    return at < text.length && "*@&!%`".indexOf(text[at]) >= 0
        ? "; YAML wants a selector that begins with \""
            + Character.toString(text[at])
            + "\" in quotes"
        : "";
  }

  private List<String> captures(Node node) throws ConfigurationException {
    List<String> captures = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      for (Node entry : list.getValue()) {
        captures.add(entry instanceof MappingNode ? namedAlone(entry) : text(entry, "a selector"));
      }
    } else if (node instanceof MappingNode) {
      captures.addAll(named(node));
    } else {
      throw problem(
          node,
          "\"captures\" must be a list of selectors or a map of names to selectors, not "
              + shown(node));
    }
    if (captures.isEmpty()) {
      throw problem(node, "\"captures\" is empty; list at least one selector");
    }
    return captures;
  }

  private String namedAlone(Node entry) throws ConfigurationException {
    List<String> captures = named(entry);
    if (captures.size() != 1) {
      throw problem(
          entry,
          "an entry of \"captures\" must be one selector or one \"name: selector\", not a map of "
              + captures.size());
    }
    return captures.get(0);
  }

  private List<String> named(Node map) throws ConfigurationException {
    List<String> captures = new ArrayList<>();
    for (Map.Entry<String, NodeTuple> entry : entries(map, "\"captures\"").entrySet()) {
      String name = entry.getKey();
      if (name.isBlank() || name.contains("=")) {
        throw problem(
            entry.getValue().getKeyNode(), "\"" + name + "\" cannot be the name of a capture");
      }
      captures.add(
          name + "=" + text(entry.getValue().getValueNode(), "the selector of \"" + name + "\""));
    }
    return captures;
  }

  private Map<String, NodeTuple> entries(Node node, String what) throws ConfigurationException {
    if (!(node instanceof MappingNode map)) {
      throw problem(node, what + " must be a map of keys to values, not " + shown(node));
    }
    // In the order of the file, which is the order of the captures.
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    for (NodeTuple entry : map.getValue()) {
      String key = text(entry.getKeyNode(), "a key");
      if (entries.put(key, entry) != null) {
        throw problem(entry.getKeyNode(), "\"" + key + "\" stands here twice");
      }
    }
    return entries;
  }

  private String text(Node node, String what) throws ConfigurationException {
    if (node instanceof ScalarNode scalar
        && PLAIN.contains(scalar.getTag())
        && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    throw problem(node, what + " must be a text, not " + shown(node));
  }

  private static String shown(Node node) {
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

  private ConfigurationException problem(Node node, String problem) {
    return new ConfigurationException(place(node.getStartMark()) + problem + ".");
  }

  private String place(Optional<Mark> mark) {
    return source
        + mark.map(at -> ", line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1))
            .orElse("")
        + ": ";
  }
}
