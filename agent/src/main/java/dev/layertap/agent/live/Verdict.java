// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.live;

import dev.layertap.agent.bridge.Facts;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether Layertap does its work in a JVM.
 *
 * @param level one of three
 * @param reasons why it is not the best one
 */
record Verdict(Level level, List<String> reasons) {
  private static final String TESTED = "0.36.0";

  /** From best to worst. */
  enum Level {
    SUPPORTED("supported"),
    LIMITED("works with limits"),
    UNSUPPORTED("does not work");

    private final String text;

    Level(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  static Verdict of(Snapshot snapshot) {
    List<String> fatal = new ArrayList<>();
    List<String> limits = new ArrayList<>();
    snapshot.text(Facts.REFUSED).ifPresent(fatal::add);
    snapshot.text(Facts.OFF).ifPresent(fatal::add);
    if (snapshot.isRunning()
        && !snapshot.surroundings().djls().isEmpty()
        && snapshot.wovenCount() == 0
        && fatal.isEmpty()) {
      fatal.add("DJL is loaded and no class of it is woven.");
    }
    if (!snapshot.isRunning() && fatal.isEmpty()) {
      limits.add("No Layertap agent runs here; attach it, or start the JVM with -javaagent.");
    }
    snapshot.text(Facts.CONFIGURATION_ERROR).ifPresent(limits::add);
    snapshot.text(Facts.CLOSED_ENGINE).ifPresent(limits::add);
    snapshot
        .unwoven()
        .forEach((type, why) -> limits.add(type + " could not be woven, and is not seen: " + why));
    for (String djl : snapshot.surroundings().djls()) {
      if (!djl.startsWith(TESTED)) {
        limits.add("DJL " + djl + " is not the one that Layertap is tested with, " + TESTED + ".");
      }
    }
    for (String engine : snapshot.surroundings().engines()) {
      if (!engine.startsWith("PyTorch")) {
        limits.add(
            "Models of " + engine + " are captured as a whole; Layertap sees into PyTorch's.");
      }
    }
    for (String reason : snapshot.models("closed")) {
      limits.add("A TorchScript model stays closed: " + reason + ".");
    }
    int errors = snapshot.number(Facts.ERRORS);
    if (errors > 0) {
      limits.add(errors + (errors == 1 ? " error was" : " errors were") + " kept from the app.");
    }
    if (!fatal.isEmpty()) {
      return new Verdict(Level.UNSUPPORTED, fatal);
    }
    return new Verdict(limits.isEmpty() ? Level.SUPPORTED : Level.LIMITED, limits);
  }
}
