// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What became of captured passes, in lines. */
final class SinkLines {
  /** What is said of every sink; whatever else there is a sink adds itself. */
  private static final Set<String> OF_EACH = Set.of("name", "on", "reason", "passes", "failures");

  private SinkLines() {}

  /** Of one core, which captures for the configuration. */
  static List<String> of(Map<?, ?> facts) {
    List<String> lines = new ArrayList<>();
    lines.add("sinks: " + facts.get("sampling") + waiting(facts) + dropped(facts));
    if (facts.get("sinks") instanceof List<?> sinks) {
      for (Object sink : sinks) {
        lines.add("  " + line((Map<?, ?>) sink));
      }
    }
    return lines;
  }

  private static String waiting(Map<?, ?> facts) {
    long waiting = CaptureLines.number(facts.get("waiting"));
    return waiting == 0
        ? ""
        : ", "
            + CaptureLines.count(waiting, "waits", "wait")
            + " with "
            + facts.get("waitingBytes")
            + " bytes";
  }

  private static String dropped(Map<?, ?> facts) {
    long dropped = CaptureLines.number(facts.get("dropped"));
    return dropped == 0 ? "" : ", " + CaptureLines.count(dropped, "was lost", "were lost");
  }

  private static String line(Map<?, ?> sink) {
    StringBuilder line = new StringBuilder();
    line.append(sink.get("name"))
        .append(": ")
        .append(Boolean.TRUE.equals(sink.get("on")) ? "on" : "off, " + sink.get("reason"))
        .append(", ")
        .append(CaptureLines.count(sink.get("passes"), "pass", "passes"));
    if (CaptureLines.number(sink.get("failures")) > 0) {
      line.append(", ").append(CaptureLines.count(sink.get("failures"), "failure", "failures"));
    }
    added(sink).forEach((name, value) -> line.append(", ").append(name).append("=").append(value));
    return line.toString();
  }

  /** In an order that does not change from JVM to JVM. */
  private static Map<String, Object> added(Map<?, ?> sink) {
    Map<String, Object> added = new TreeMap<>();
    sink.forEach((name, value) -> added.put(String.valueOf(name), value));
    added.keySet().removeAll(OF_EACH);
    return added;
  }
}
