// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
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
  private static final int MOST_CODE_POINTS = 1 << 20;

  private final String source;
  private final YamlNodes nodes;

  ConfigurationReader(String source) {
    this.source = source;
    this.nodes = new YamlNodes(source);
  }

  /** Adds what the file says. */
  void read(InputStream in, Findings findings) throws ConfigurationException {
    Node root =
        compose(in)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        source + " is empty; it must have keys, such as \"captures\"."));
    for (Map.Entry<String, NodeTuple> setting :
        nodes.entries(root, "the configuration").entrySet()) {
      try {
        read(setting.getKey(), setting.getValue(), findings);
      } catch (ConfigurationException e) {
        findings.mistake(e);
      }
    }
  }

  private void read(String word, NodeTuple setting, Findings findings)
      throws ConfigurationException {
    Key key = Key.of(word);
    if (key == null) {
      throw nodes.problem(
          setting.getKeyNode(),
          "unknown key \"" + word + "\"" + Spelling.hint(word, Key.keysInFile()));
    }
    if (key == Key.CONFIG) {
      throw nodes.problem(setting.getKeyNode(), "\"config\" cannot name another file from here");
    }
    Node value = setting.getValueNode();
    String origin = nodes.origin(setting.getKeyNode());
    if (key.kind() == Key.Kind.CAPTURES) {
      findings.say(key, new CaptureNodes(nodes).read(value), origin);
    } else if (key.kind() == Key.Kind.SINKS) {
      findings.say(key, new SinkNodes(nodes).read(value), origin);
    } else {
      String subject = "\"" + word + "\"";
      findings.read(
          key,
          nodes.text(value, subject),
          nodes.place(value.getStartMark()).concat(subject),
          origin);
    }
  }

  private Optional<Node> compose(InputStream in) throws ConfigurationException {
    LoadSettings settings =
        LoadSettings.builder().setLabel(source).setCodePointLimit(MOST_CODE_POINTS).build();
    try {
      StreamReader reader = new StreamReader(settings, new YamlUnicodeReader(in));
      return new Composer(settings, new ParserImpl(settings, reader)).getSingleNode();
    } catch (MarkedYamlEngineException e) {
      throw new ConfigurationException(
          nodes.place(e.getProblemMark().or(e::getContextMark))
              + e.getProblem()
              + quoteHint(e)
              + ".");
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
}
