// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the user said: the agent's argument, which is strongest, system properties, the
 * environment, and the YAML file that one of them names.
 *
 * <p>Every agent's start comes through here, also where there is nothing to read: so it uses no
 * lambdas and no streams, and touches YAML when there is a file.
 */
public final class ConfigurationSources {
  /** What this project's own tests use, and the agent leaves alone. */
  private static final String TEST_PROPERTIES = Key.PROPERTY_PREFIX.concat("test.");

  private static final String TEST_VARIABLES = Key.VARIABLE_PREFIX.concat("TEST_");

  private ConfigurationSources() {}

  /**
   * Reads all of them.
   *
   * @param argument what stands behind the agent's jar
   * @param properties the system properties
   * @param environment the environment
   * @return what they say together; if that is {@code enabled=false}, nothing else
   * @throws ConfigurationException if any of them has a mistake: nothing of the others counts then
   */
  public static Configuration read(
      @Nullable String argument, Properties properties, Map<String, String> environment)
      throws ConfigurationException {
    Findings findings = new Findings();
    if (argument != null && !argument.isBlank()) {
      readArgument(argument, findings);
    }
    readProperties(properties, findings);
    readEnvironment(environment, findings);
    Setting file = findings.setting(Key.CONFIG);
    if (file != null && !findings.isSaid(Key.ENABLED, false)) {
      new ConfigurationFile((String) file.value(), file.origin()).read(findings);
    }
    Setting enabled = findings.setting(Key.ENABLED);
    return enabled != null && enabled.value().equals(false)
        ? new Configuration(Map.of(Key.ENABLED, enabled))
        : findings.configuration();
  }

  private static void readArgument(String argument, Findings findings) {
    List<AgentArgument.Part> parts;
    try {
      parts = joined(AgentArgument.parts(argument));
    } catch (ConfigurationException e) {
      findings.mistake(e);
      return;
    }
    Set<Key> seen = EnumSet.noneOf(Key.class);
    for (int i = 0; i < parts.size(); i++) {
      AgentArgument.Part part = parts.get(i);
      Key key = part.key() == null && i == 0 ? Key.CONFIG : keyOf(part, findings);
      if (key != null && !seen.add(key)) {
        findings.mistake(
            new ConfigurationException(
                "\"" + key.key() + "\" stands twice in " + AgentArgument.NAME + "."));
      } else if (key != null) {
        findings.read(
            key,
            part.value(),
            "\"" + key.key() + "\" in " + AgentArgument.NAME,
            AgentArgument.NAME);
      }
    }
  }

  /** Between sinks stand commas, as between keys: a word alone goes on with them. */
  private static List<AgentArgument.Part> joined(List<AgentArgument.Part> parts) {
    List<AgentArgument.Part> joined = new ArrayList<>();
    for (AgentArgument.Part part : parts) {
      int last = joined.size() - 1;
      if (part.key() == null && last >= 0 && Key.SINKS.key().equals(joined.get(last).key())) {
        AgentArgument.Part sinks = joined.get(last);
        joined.set(last, new AgentArgument.Part(sinks.key(), sinks.value() + "," + part.value()));
      } else {
        joined.add(part);
      }
    }
    return joined;
  }

  private static @Nullable Key keyOf(AgentArgument.Part part, Findings findings) {
    if (part.key() == null) {
      findings.mistake(
          new ConfigurationException(
              "\""
                  + part.value()
                  + "\" in "
                  + AgentArgument.NAME
                  + " is no \"key=value\"; a value with commas wants quotes around it."));
      return null;
    }
    Key key = Key.of(part.key());
    if (key == null) {
      findings.mistake(
          new ConfigurationException(
              "unknown key \""
                  + part.key()
                  + "\" in "
                  + AgentArgument.NAME
                  + Spelling.hint(part.key(), Key.keys())
                  + "."));
    }
    return key;
  }

  private static void readProperties(Properties properties, Findings findings) {
    for (Key key : Key.values()) {
      String value = properties.getProperty(key.property());
      if (value != null) {
        String name = "the system property ".concat(key.property());
        findings.read(key, value, name, name);
      }
    }
    List<String> known = Key.properties();
    known.addAll(Key.OF_OTHERS);
    for (String name :
        unknown(properties.stringPropertyNames(), known, Key.PROPERTY_PREFIX, TEST_PROPERTIES)) {
      findings.mistake(
          new ConfigurationException(
              "unknown system property "
                  + name
                  + Spelling.hint(
                      propertyKey(name),
                      known.stream().map(ConfigurationSources::propertyKey).toList(),
                      key -> Key.PROPERTY_PREFIX + key)
                  + "."));
    }
  }

  private static String propertyKey(String name) {
    return name.substring(Key.PROPERTY_PREFIX.length());
  }

  /** A variable without a value is one that was not set: shells and compose files make such. */
  private static void readEnvironment(Map<String, String> environment, Findings findings) {
    for (Key key : Key.values()) {
      String value = environment.get(key.variable());
      if (value != null && !value.isBlank()) {
        String name = "the environment variable ".concat(key.variable());
        findings.read(key, value, name, name);
      }
    }
    for (String name :
        unknown(environment.keySet(), Key.variables(), Key.VARIABLE_PREFIX, TEST_VARIABLES)) {
      String word =
          name.substring(Key.VARIABLE_PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
      findings.mistake(
          new ConfigurationException(
              "unknown environment variable "
                  + name
                  + Spelling.hint(
                      word,
                      Key.keys(),
                      key -> Key.VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_'))
                  + "."));
    }
  }

  /** In an order that does not change from run to run. */
  private static List<String> unknown(
      Collection<String> names, List<String> known, String prefix, String reserved) {
    List<String> unknown = new ArrayList<>();
    for (String name : names) {
      if (name.startsWith(prefix) && !name.startsWith(reserved) && !known.contains(name)) {
        unknown.add(name);
      }
    }
    Collections.sort(unknown);
    return unknown;
  }
}
