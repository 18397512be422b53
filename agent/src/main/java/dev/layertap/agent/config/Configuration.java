// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all sources together say, without a mistake in any of them. */
public final class Configuration {
  private final Map<Key, Setting> settings;

  Configuration(Map<Key, Setting> settings) {
    this.settings = new EnumMap<>(Key.class);
    this.settings.putAll(settings);
  }

  /**
   * Returns why nothing of Layertap shall run.
   *
   * @return a sentence that names what switched it off; empty if nothing did
   */
  public Optional<String> offBecause() {
    Setting enabled = settings.get(Key.ENABLED);
    if (enabled == null || enabled.value().equals(true)) {
      return Optional.empty();
    }
    return Optional.of(
        "Layertap is switched off by "
            + Key.ENABLED.key()
            + "=false from "
            + enabled.origin()
            + "; nothing can be captured until that is changed.");
  }

  /**
   * Returns whether errors shall be fatal.
   *
   * @return false, unless somebody said so
   */
  public boolean isStrict() {
    return is(Key.STRICT, true);
  }

  /**
   * Returns whether passes are captured without any code in the app.
   *
   * @return true if there are captures, or annotated places count as such
   */
  public boolean capturesPasses() {
    return settings.containsKey(Key.CAPTURES) || wantsAnnotated();
  }

  /**
   * Returns whether passes without code are captured for what is annotated.
   *
   * @return false, unless somebody said so
   */
  public boolean wantsAnnotated() {
    return is(Key.ANNOTATED, true);
  }

  /**
   * Returns whether the doctor's report is wanted when the JVM ends.
   *
   * @return false, unless somebody said so
   */
  public boolean wantsDoctorAtExit() {
    Setting doctor = settings.get(Key.DOCTOR);
    return doctor != null && doctor.value().equals(Key.AT_EXIT);
  }

  /**
   * Returns whether what passes capture goes to the sink that there is by default, and no other.
   *
   * @return false if somebody named sinks
   */
  public boolean hasStandardSinks() {
    return !settings.containsKey(Key.SINKS);
  }

  /**
   * Returns what was said that is no default.
   *
   * @return a text for each, {@code budget=256000000 (the agent's argument)}
   */
  public List<String> options() {
    List<String> options = new ArrayList<>();
    for (Map.Entry<Key, Setting> setting : settings.entrySet()) {
      String shown = setting.getValue().shown(setting.getKey().kind());
      if (!shown.equals(setting.getKey().standard())) {
        options.add(
            setting.getKey().key() + "=" + shown + " (" + setting.getValue().origin() + ")");
      }
    }
    return options;
  }

  private boolean is(Key key, boolean value) {
    Setting setting = settings.get(key);
    return setting != null && setting.value().equals(value);
  }

  /**
   * Returns the settings by their keys, in the shape that crosses the bridge.
   *
   * @return plain maps, lists, texts, numbers and truth values, of what was said
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new HashMap<>();
    for (Map.Entry<Key, Setting> setting : settings.entrySet()) {
      Object value = setting.getValue().value();
      map.put(setting.getKey().key(), value instanceof List<?> list ? plain(list) : value);
    }
    return map;
  }

  private static List<Map<String, ?>> plain(List<?> list) {
    List<Map<String, ?>> plain = new ArrayList<>();
    for (Object one : list) {
      plain.add(
          one instanceof ConfiguredSink sink ? sink.toMap() : ((ConfiguredCapture) one).toMap());
    }
    return plain;
  }
}
