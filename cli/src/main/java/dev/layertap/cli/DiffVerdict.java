// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.compare.Comparison;
import dev.layertap.diff.DiffReport;
import dev.layertap.diff.PlaceDiff;
import dev.layertap.diff.PlaceDiff.Result;
import dev.layertap.file.ArrayKey;
import dev.layertap.file.StoredArray;
import java.util.ArrayList;
import java.util.List;

/** Says where two captures part, and what became of all places. */
final class DiffVerdict {
  private DiffVerdict() {}

  static List<String> lines(DiffReport report) {
    List<String> lines = new ArrayList<>();
    report
        .first()
        .ifPresent(
            first -> {
              lines.add(where(report, first));
              how(first, lines);
              lines.add("");
            });
    lines.add(summary(report));
    if (!report.isOrderKnown()) {
      lines.add(
          "Both files stand in the order of names, so which place ran first cannot be told. An .npz"
              + " file keeps the order.");
    }
    if (!report.hasCommon() && !report.places().isEmpty()) {
      lines.add("No name is in both. --map FROM=TO renames places.");
    }
    return lines;
  }

  private static String where(DiffReport report, PlaceDiff first) {
    List<PlaceDiff> common = report.places().stream().filter(PlaceDiff::isInBoth).toList();
    return "They part at %s: place %d of %d%s."
        .formatted(
            place(first.key()),
            common.indexOf(first) + 1,
            common.size(),
            report.isOrderKnown() ? " in order of execution" : "");
  }

  private static String place(ArrayKey key) {
    String path = key.path().isEmpty() ? "the model" : key.path();
    String element =
        key.element().isEmpty()
            ? ""
            : (key.element().startsWith("<") ? "input " : "element ")
                + key.element().substring(1)
                + " of ";
    String pass = key.pass() == 0 ? "" : ", pass " + key.pass();
    return element + path + pass + ", call " + key.call();
  }

  private static void how(PlaceDiff first, List<String> lines) {
    StoredArray a = first.a().orElseThrow();
    StoredArray b = first.b().orElseThrow();
    if (first.result() == Result.SHAPE) {
      lines.add("The shape is %s, expected %s.".formatted(a.shape(), b.shape()));
    } else if (first.result() == Result.TYPE) {
      lines.add(
          "The type is %s, expected %s."
              .formatted(DiffTable.type(a.type()), DiffTable.type(b.type())));
    }
    first.comparison().ifPresent(comparison -> lines.add(values(first, comparison)));
  }

  private static String values(PlaceDiff first, Comparison comparison) {
    return comparison.isSame()
        ? "Within %s the values are the same.".formatted(first.tolerance())
        : "Within %s they differ in %s".formatted(first.tolerance(), comparison.describe());
  }

  private static String summary(DiffReport report) {
    List<String> parts = new ArrayList<>();
    for (Result result : Result.values()) {
      long count = report.count(result);
      if (count > 0) {
        parts.add(count + " " + counted(result));
      }
    }
    long types = report.places().stream().filter(PlaceDiff::hasOtherType).count();
    if (types > report.count(Result.TYPE)) {
      parts.add("types differ at %d".formatted(types));
    }
    return "A is %s, B is %s: %s."
        .formatted(
            report.a(), report.b(), parts.isEmpty() ? "both are empty" : String.join(", ", parts));
  }

  private static String counted(Result result) {
    return switch (result) {
      case SAME -> "the same";
      case TYPE -> "of another type";
      case VALUES -> "with other values";
      case SHAPE -> "of another shape";
      case ONLY_IN_A -> "only in A";
      case ONLY_IN_B -> "only in B";
    };
  }
}
