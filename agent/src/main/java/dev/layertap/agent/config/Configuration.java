// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import java.util.List;
import java.util.Map;

/**
 * What the user wrote, in the shape that crosses the bridge.
 *
 * @param captures in the spelling of the capture grammar: {@code comp=layer3.0.downsample.1}
 * @param source the file it stands in
 */
public record Configuration(List<String> captures, String source) {
  /**
   * Makes an unchangeable copy.
   *
   * @param captures in the spelling of the capture grammar
   * @param source the file it stands in
   */
  public Configuration {
    captures = List.copyOf(captures);
  }

  /**
   * Returns the settings by the names that they have in the file.
   *
   * @return plain maps, lists and strings
   */
  public Map<String, Object> toMap() {
    return Map.of(ConfigurationReader.CAPTURES, captures);
  }
}
