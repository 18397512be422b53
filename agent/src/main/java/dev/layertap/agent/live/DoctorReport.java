// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.live;

import dev.layertap.agent.bridge.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that there is to say of how Layertap does in a JVM. */
public final class DoctorReport {
  /** The status of a command that found that Layertap does not work or does not run. */
  public static final int NOT_RUNNING = 3;

  private static final int MOST_CLASSES = 10;

  private final List<String> lines = new ArrayList<>();
  private final Snapshot snapshot;
  private final Verdict verdict;

  private DoctorReport(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.verdict = Verdict.of(snapshot);
  }

  /**
   * Writes the doctor's report.
   *
   * @param snapshot how the JVM is
   * @return the report
   */
  public static DoctorReport of(Snapshot snapshot) {
    DoctorReport report = new DoctorReport(snapshot);
    report.head();
    report.verdict();
    report.surroundings();
    report.options();
    report.woven();
    report.captures();
    report.models();
    report.errors();
    report.agents();
    return report;
  }

  /**
   * Writes the short report.
   *
   * @param snapshot how the JVM is
   * @return the report, without the doctor's verdict and what is around
   */
  public static DoctorReport status(Snapshot snapshot) {
    DoctorReport report = new DoctorReport(snapshot);
    report.head();
    if (snapshot.isRunning()) {
      report.options();
      report.lines.add("woven: " + classes(snapshot.wovenCount()));
      report.captures();
      report.errorCount();
    }
    return report;
  }

  /**
   * Returns the report.
   *
   * @return its lines, without a line end behind the last one
   */
  public String text() {
    return String.join("\n", lines);
  }

  /**
   * Returns the exit status of the status command.
   *
   * @return 0 if an agent runs
   */
  public int statusOfAgent() {
    return snapshot.isRunning() ? 0 : NOT_RUNNING;
  }

  /**
   * Returns the exit status of the doctor's command.
   *
   * @return 0 unless the verdict is that it does not work
   */
  public int statusOfVerdict() {
    return verdict.level() == Verdict.Level.UNSUPPORTED ? NOT_RUNNING : 0;
  }

  private void head() {
    String jvm = "JVM " + snapshot.process();
    if (snapshot.isRunning()) {
      lines.add(
          "Layertap "
              + snapshot.text(Facts.VERSION).orElse(snapshot.version())
              + " runs in "
              + jvm
              + snapshot.text(Facts.ARGUMENT).map(said -> ", started with " + said).orElse("")
              + ".");
    } else {
      lines.add(
          "Layertap does not run in "
              + jvm
              + snapshot.text(Facts.OFF).map(why -> ". " + why).orElse("."));
    }
  }

  private void verdict() {
    lines.add("verdict: " + verdict.level().text());
    verdict.reasons().forEach(reason -> lines.add("  - " + reason));
  }

  private void surroundings() {
    Surroundings around = snapshot.surroundings();
    lines.add("jvm: " + around.jvm());
    lines.add("djl: " + (around.djls().isEmpty() ? "not loaded yet" : join(around.djls())));
    lines.add(
        "engine: " + (around.engines().isEmpty() ? "not loaded yet" : join(around.engines())));
  }

  private void options() {
    List<String> options = Snapshot.texts(snapshot.facts().get(Facts.OPTIONS));
    lines.add("options: " + (options.isEmpty() ? "all are at their defaults" : join(options)));
  }

  private void woven() {
    Map<String, Set<String>> woven = snapshot.woven();
    lines.add("woven: " + classes(snapshot.wovenCount()));
    woven.forEach(
        (loader, names) -> {
          List<String> own = names.stream().filter(name -> !name.startsWith("ai.djl.")).toList();
          int more = own.size() - MOST_CLASSES;
          lines.add(
              "  in "
                  + loader
                  + ": "
                  + (names.size() - own.size())
                  + " of DJL"
                  + (own.isEmpty()
                      ? ""
                      : ", " + join(own.subList(0, Math.min(own.size(), MOST_CLASSES))))
                  + (more > 0 ? " and " + more + " more" : ""));
        });
  }

  private void captures() {
    List<String> captures = CaptureLines.of(snapshot.observers());
    if (captures.isEmpty()) {
      lines.add("captures: none are active");
    }
    lines.addAll(captures);
    List<String> opaque = CaptureLines.opaque(snapshot.observers());
    if (!opaque.isEmpty()) {
      lines.add("opaque: " + CaptureLines.count(opaque.size(), "place", "places"));
      opaque.forEach(place -> lines.add("  " + place));
    }
  }

  private void models() {
    List<String> open = snapshot.models("open");
    if (!open.isEmpty()) {
      lines.add("TorchScript models that can be seen into: " + join(open));
    }
  }

  private void errorCount() {
    lines.add("errors kept from the app: " + snapshot.number(Facts.ERRORS));
  }

  private void errors() {
    errorCount();
    snapshot
        .text(Facts.FIRST_ERROR)
        .ifPresent(first -> lines.add("  " + first.strip().replace("\n", "\n  ")));
  }

  private void agents() {
    List<String> agents = snapshot.surroundings().agents();
    lines.add("other agents: " + (agents.isEmpty() ? "none on the command line" : join(agents)));
  }

  private static String classes(int count) {
    return CaptureLines.count(count, "class", "classes");
  }

  private static String join(List<String> parts) {
    return String.join(", ", parts);
  }
}
