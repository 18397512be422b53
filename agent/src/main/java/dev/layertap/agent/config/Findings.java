// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the sources say, and the first mistake in them. They are asked from the strongest to the
 * weakest, and what one has said no weaker one changes. After a mistake the rest is read all the
 * same: it may hold {@code enabled=false} or {@code strict=true}.
 */
final class Findings {
  private final Map<Key, Setting> settings = new EnumMap<>(Key.class);
  private @Nullable ConfigurationException mistake;

  /** One source's word on a key. */
  void read(Key key, String text, String subject, String origin) {
    try {
      say(key, Values.parse(key, text, subject, origin), origin);
    } catch (ConfigurationException e) {
      mistake(e);
    }
  }

  void say(Key key, Object value, String origin) {
    settings.putIfAbsent(key, new Setting(value, origin));
  }

  void mistake(ConfigurationException e) {
    if (mistake == null) {
      mistake = e;
    }
  }

  @Nullable Setting setting(Key key) {
    return settings.get(key);
  }

  boolean isSaid(Key key, boolean value) {
    Setting setting = settings.get(key);
    return setting != null && setting.value().equals(value);
  }

  /** The whole, if there is no mistake in it. */
  Configuration configuration() throws ConfigurationException {
    if (mistake != null) {
      throw new ConfigurationException(
          String.valueOf(mistake.getMessage()), isSaid(Key.STRICT, true));
    }
    Setting sinks = settings.get(Key.SINKS);
    if (sinks != null && !settings.containsKey(Key.CAPTURES) && !isSaid(Key.ANNOTATED, true)) {
      throw new ConfigurationException(
          "\"sinks\" ("
              + sinks.origin()
              + ") would get nothing: there are no \"captures\", and \"annotated\" is not true.",
          isSaid(Key.STRICT, true));
    }
    return new Configuration(settings);
  }
}
