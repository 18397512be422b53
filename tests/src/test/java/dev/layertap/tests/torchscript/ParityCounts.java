// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The committed counts of the parity suite: a line for each case, and what it gave. */
final class ParityCounts {
  static final Path FILE = Path.of("src/test/resources/torchscript-parity.txt");

  private final Map<String, String> lines = new LinkedHashMap<>();

  static ParityCounts read() throws IOException {
    ParityCounts counts = new ParityCounts();
    for (String line : Files.readAllLines(FILE)) {
      if (!line.startsWith("#")) {
        String[] parts = line.split(": ", 2);
        counts.lines.put(parts[0], parts[1]);
      }
    }
    return counts;
  }

  /** Such as {@code equal 12, untold 1, opaque 2 (the reason)}. */
  static String line(Comparison.Result result) {
    StringBuilder line = new StringBuilder("equal ").append(result.equal());
    if (result.untold() > 0) {
      line.append(", untold ").append(result.untold());
    }
    result
        .opaque()
        .forEach((reason, count) -> line.append(", opaque %d (%s)".formatted(count, reason)));
    if (result.inputs().equal() > 0) {
      line.append(", inputs ").append(result.inputs().equal());
    }
    if (result.inputs().dropped() > 0) {
      line.append(" and ").append(result.inputs().dropped()).append(" dropped by tracing");
    }
    if (!result.wrong().isEmpty()) {
      line.append(", WRONG ").append(result.wrong().size());
    }
    return line.toString();
  }

  /** Says what is to be done if a case's counts are not the committed ones. */
  Optional<String> difference(ParityCase one, Comparison.Result result) {
    String committed = lines.get(one.toString());
    String now = line(result);
    if (now.equals(committed)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s gave \"%s\", and %s has \"%s\". What is opaque, untold or wrong may only shrink; if it did, or the case is new, commit the new line.%s"
            .formatted(
                one,
                now,
                FILE,
                committed == null ? "no such case" : committed,
                result.wrong().stream().map(line -> "\n  " + line).collect(Collectors.joining())));
  }

  /** Of the committed cases, those that were not run. */
  List<String> without(Map<ParityCase, Comparison.Result> results) {
    List<String> run = results.keySet().stream().map(ParityCase::toString).toList();
    return lines.keySet().stream().filter(name -> !run.contains(name)).toList();
  }

  /** All lines as they should be committed. */
  static String text(Map<ParityCase, Comparison.Result> results) {
    return results.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + line(entry.getValue()))
        .sorted()
        .collect(Collectors.joining("\n", "", "\n"));
  }

  static String summary(Map<ParityCase, Comparison.Result> results) {
    int captured = 0;
    int equal = 0;
    int untold = 0;
    int wrong = 0;
    int inputs = 0;
    Map<String, Integer> opaque = new TreeMap<>();
    for (Comparison.Result result : results.values()) {
      captured += result.captured();
      equal += result.equal();
      untold += result.untold();
      wrong += result.wrong().size() + result.inputs().wrong().size();
      inputs += result.inputs().equal();
      result.opaque().forEach((reason, count) -> opaque.merge(reason, count, Integer::sum));
    }
    return "%d cases: captured %d, equal %d, untold by the file %d, opaque %d by cause %s, inputs equal %d, wrong %d"
        .formatted(
            results.size(),
            captured,
            equal,
            untold,
            opaque.values().stream().mapToInt(Integer::intValue).sum(),
            opaque,
            inputs,
            wrong);
  }
}
