// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the captures did, in lines. */
final class CaptureLines {
  private CaptureLines() {}

  static List<String> of(Observers observers) {
    List<String> lines = new ArrayList<>();
    for (Map<?, ?> facts : observers.ofKind("configuration")) {
      configured(facts, lines);
    }
    List<Map<?, ?>> scopes = observers.ofKind("scope");
    for (Map<?, ?> facts : scopes) {
      lines.add(
          "an open scope of the app's own code, in "
              + count(facts.get("passes"), "pass", "passes")
              + ":");
      ofTheApp(facts, lines);
    }
    for (Map<?, ?> facts : observers.ofKind("hook")) {
      lines.add("a hook of the app's own code:");
      ofTheApp(facts, lines);
    }
    return lines;
  }

  private static void configured(Map<?, ?> facts, List<String> lines) {
    long captured = number(facts.get("captured"));
    long passes = number(facts.get("passes"));
    lines.add(
        "configured captures, in "
            + (captured == passes ? "" : captured + " of ")
            + count(passes, "pass", "passes")
            + ":");
    fired(facts, lines);
    for (String reason : Snapshot.texts(facts.get("unfired"))) {
      lines.add("  " + reason.replace("\n", "\n  "));
    }
    for (String error : Snapshot.texts(facts.get("errors"))) {
      lines.add("  " + error.replace("\n", "\n  "));
    }
    lines.addAll(SinkLines.of(facts));
  }

  private static void ofTheApp(Map<?, ?> facts, List<String> lines) {
    fired(facts, lines);
    for (String error : Snapshot.texts(facts.get("errors"))) {
      lines.add("  failed " + error);
    }
  }

  private static void fired(Map<?, ?> facts, List<String> lines) {
    if (facts.get("captures") instanceof Map<?, ?> captures) {
      if (captures.isEmpty()) {
        lines.add("  nothing yet");
      }
      captures.forEach(
          (capture, fired) ->
              lines.add(
                  "  "
                      + capture
                      + ": "
                      + (number(fired) == 0
                          ? "never fired"
                          : "fired " + count(fired, "time", "times"))));
    }
  }

  static long number(@Nullable Object fact) {
    return fact instanceof Number number ? number.longValue() : 0;
  }

  static String count(@Nullable Object number, String one, String many) {
    return number + " " + (number(number) == 1 ? one : many);
  }

  /** The places that cannot be seen into, each once. */
  static List<String> opaque(Observers observers) {
    return observers.all().stream()
        .flatMap(facts -> Snapshot.texts(facts.get("opaque")).stream())
        .distinct()
        .toList();
  }
}
