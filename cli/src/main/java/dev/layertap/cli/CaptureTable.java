// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import ai.djl.ndarray.NDArray;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints a capture for people. */
final class CaptureTable {
  private final PrintWriter out;

  CaptureTable(PrintWriter out) {
    this.out = out;
  }

  void print(CaptureReport report) {
    TextTable table =
        new TextTable(
            4, "PATH", "CALL", "SHAPE", "TYPE", "MEAN", "STD", "MIN", "MAX", "NAN", "INF");
    for (CapturedValue value : report.values()) {
      Statistics statistics = report.statistics().get(value.key());
      if (value.value() instanceof Value.Tensor tensor && statistics != null) {
        NDArray array = tensor.array();
        table.add(
            place(value),
            value.call() + value.element(),
            array.getShape().toString(),
            ValueTypes.name(value.value()),
            number(statistics.mean()),
            number(statistics.standardDeviation()),
            number(statistics.minimum()),
            number(statistics.maximum()),
            Long.toString(statistics.nan()),
            Long.toString(statistics.infinite()));
      } else {
        table.add(
            place(value),
            value.call() + value.element(),
            ValueTypes.text(value.value()),
            ValueTypes.name(value.value()),
            "",
            "",
            "",
            "",
            "",
            "");
      }
    }
    table.lines().forEach(out::println);
    section("Opaque:", report.opaque());
    section("Did not run:", report.notRun());
  }

  /** The model's own path is empty, and a selector spells it as a dot. */
  private static String place(CapturedValue value) {
    return value.path().isEmpty() ? "." : value.path();
  }

  private void section(String title, List<CaptureReport.Unseen> places) {
    if (!places.isEmpty()) {
      out.println();
      out.println(title);
      places.forEach(place -> out.println("  " + place));
    }
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    boolean isPlain = size == 0 || (size >= 1e-3 && size < 1e6);
    return String.format(Locale.ROOT, isPlain ? "%.4f" : "%.3e", value);
  }
}
