// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sink as the configuration asks for it.
 *
 * @param name the sink's name
 * @param options the options' texts by name
 * @param origin where it stands, for messages
 */
public record SinkRequest(String name, Map<String, String> options, String origin) {
  private static final SinkRequest STANDARD = new SinkRequest("log", Map.of(), "the configuration");

  /**
   * Reads what a configuration says.
   *
   * @param configuration as the agent hands it over
   * @return the sinks in order; the one that writes a line a pass, if it names none
   */
  public static List<SinkRequest> of(Map<String, Object> configuration) {
    List<SinkRequest> requests = new ArrayList<>();
    if (configuration.get("sinks") instanceof List<?> list) {
      for (Object entry : list) {
        if (entry instanceof Map<?, ?> map) {
          Map<String, String> options = new LinkedHashMap<>();
          if (map.get("options") instanceof Map<?, ?> said) {
            said.forEach((key, value) -> options.put(String.valueOf(key), String.valueOf(value)));
          }
          requests.add(
              new SinkRequest(
                  String.valueOf(map.get("name")), options, String.valueOf(map.get("origin"))));
        }
      }
    }
    return requests.isEmpty() ? List.of(STANDARD) : List.copyOf(requests);
  }

  SinkConfigurationException mistake(String problem) {
    return new SinkConfigurationException(origin + ": " + problem + ".");
  }
}
