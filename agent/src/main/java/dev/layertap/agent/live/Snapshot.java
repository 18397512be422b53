// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.live;

import dev.layertap.agent.bridge.Facts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a JVM and its agent are at one moment: what the reports are written from.
 *
 * @param version the version of the agent that answers
 * @param process the JVM's process
 * @param facts the bridge's; empty if no agent was ever here
 * @param observers what the copies of core say
 * @param models what the TorchScript parts say
 * @param surroundings what else is in the JVM
 */
public record Snapshot(
    String version,
    long process,
    Map<String, Object> facts,
    Observers observers,
    List<Map<?, ?>> models,
    Surroundings surroundings) {
  boolean isRunning() {
    return facts.containsKey(Facts.AGENT);
  }

  Optional<String> text(String fact) {
    return Optional.ofNullable(facts.get(fact))
        .map(Object::toString)
        .filter(said -> !said.isEmpty());
  }

  int number(String fact) {
    return facts.get(fact) instanceof Number number ? number.intValue() : 0;
  }

  /** The names of the woven classes, by loader. */
  Map<String, Set<String>> woven() {
    Map<String, Set<String>> byLoader = new TreeMap<>();
    if (facts.get(Facts.WOVEN) instanceof Set<?> woven) {
      for (Object described : woven) {
        String[] parts = described.toString().split(" in ", 2);
        byLoader.computeIfAbsent(parts[1], loader -> new TreeSet<>()).add(parts[0]);
      }
    }
    return byLoader;
  }

  int wovenCount() {
    return woven().values().stream().mapToInt(Set::size).sum();
  }

  Map<?, ?> unwoven() {
    return facts.get(Facts.UNWOVEN) instanceof Map<?, ?> unwoven ? unwoven : Map.of();
  }

  /** The texts of all models' facts of a name. */
  List<String> models(String fact) {
    return models.stream().flatMap(model -> texts(model.get(fact)).stream()).toList();
  }

  /** What a list in some facts says. */
  static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }
}
