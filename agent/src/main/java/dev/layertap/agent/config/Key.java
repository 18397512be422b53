// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every key that a configuration may have: the one declaration of its three spellings and of what
 * it means. {@code docs/configure.md} has a row for each, which a test compares.
 */
public enum Key {
  /** The YAML file, which cannot name another. */
  CONFIG(Kind.PATH, "none", "a YAML file with more keys"),
  /** The switch in front of everything. */
  ENABLED(Kind.SWITCH, "true", "`false` switches all of Layertap off"),
  /** The switch from words on stderr to exceptions. */
  STRICT(Kind.SWITCH, "false", "`true` makes errors fatal"),
  /** What passes without code are captured for. */
  CAPTURES(Kind.CAPTURES, "none", "what each pass captures"),
  /** Whether annotations count in passes without code. */
  ANNOTATED(
      Kind.SWITCH, "false", "`true` makes each pass capture what `@Capture` stands on as well"),
  /** What a scope of configured captures may hold. */
  BUDGET(
      Kind.BYTES,
      "256MB without code, no limit in it",
      "how many bytes the captures of a pass may hold, and passes that wait for sinks"),
  /** Where what passes without code captured goes. */
  SINKS(Kind.SINKS, "log", "where what passes captured goes: [sinks](sinks.md)"),
  /** How long passes without code may be held up. */
  PASS_BUDGET(
      Kind.TIME,
      "100ms",
      "how long Layertap may hold up a pass; above it fewer passes are captured, then none"),
  /** Where rewritten models lie. */
  CACHE(
      Kind.PATH,
      "`layertap` in `$XDG_CACHE_HOME` or `~/.cache`",
      "the folder of rewritten [TorchScript](torchscript.md) files; `off` keeps none"),
  /** How much may lie there. */
  CACHE_LIMIT(Kind.BYTES, "10GB", "how many bytes that folder may hold"),
  /** When the doctor speaks unasked. */
  DOCTOR(
      Kind.MOMENT,
      "never",
      "`exit` writes the [doctor's report](attach.md#doctor) to stderr when the JVM ends");

  /** What a value must be. */
  enum Kind {
    PATH,
    SWITCH,
    BYTES,
    TIME,
    CAPTURES,
    SINKS,
    MOMENT
  }

  /** The moment at which the JVM ends. */
  static final String AT_EXIT = "exit";

  /** What each system property of ours begins with. */
  static final String PROPERTY_PREFIX = "layertap.";

  /** What each environment variable of ours begins with. */
  static final String VARIABLE_PREFIX = "LAYERTAP_";

  /** System properties of Layertap's other parts, which mean nothing to the agent. */
  static final List<String> OF_OTHERS = List.of(PROPERTY_PREFIX.concat("golden"));

  private final Kind kind;
  private final String standard;
  private final String meaning;

  Key(Kind kind, String standard, String meaning) {
    this.kind = kind;
    this.standard = standard;
    this.meaning = meaning;
  }

  /**
   * Returns how it is written in the file and in the agent's argument.
   *
   * @return words in small letters, with hyphens between them
   */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns how it is written as a system property.
   *
   * @return the property's name
   */
  public String property() {
    return PROPERTY_PREFIX.concat(key());
  }

  /**
   * Returns how it is written as an environment variable.
   *
   * @return the variable's name
   */
  public String variable() {
    return VARIABLE_PREFIX.concat(name());
  }

  /**
   * Returns what holds if nobody says otherwise.
   *
   * @return in words
   */
  public String standard() {
    return standard;
  }

  /**
   * Returns what it is for.
   *
   * @return in words
   */
  public String meaning() {
    return meaning;
  }

  Kind kind() {
    return kind;
  }

  static @Nullable Key of(String key) {
    for (Key candidate : values()) {
      if (candidate.key().equals(key)) {
        return candidate;
      }
    }
    return null;
  }

  static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (Key key : values()) {
      keys.add(key.key());
    }
    return keys;
  }

  /** Those that may stand in the file. */
  static List<String> keysInFile() {
    List<String> keys = keys();
    keys.remove(CONFIG.key());
    return keys;
  }

  static List<String> properties() {
    List<String> names = new ArrayList<>();
    for (Key key : values()) {
      names.add(key.property());
    }
    return names;
  }

  static List<String> variables() {
    List<String> names = new ArrayList<>();
    for (Key key : values()) {
      names.add(key.variable());
    }
    return names;
  }
}
