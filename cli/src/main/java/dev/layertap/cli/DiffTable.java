// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import ai.djl.ndarray.types.DataType;
import dev.layertap.compare.Comparison;
import dev.layertap.compare.Percent;
import dev.layertap.diff.DiffReport;
import dev.layertap.diff.PlaceDiff;
import dev.layertap.diff.PlaceDiff.Result;
import dev.layertap.file.ArrayKey;
import dev.layertap.file.StoredArray;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Prints a diff for people. */
final class DiffTable {
  private final PrintWriter out;

  DiffTable(PrintWriter out) {
    this.out = out;
  }

  void print(DiffReport report) {
    TextTable table =
        new TextTable(5, "PATH", "CALL", "SHAPE", "TYPE", "RESULT", "DIFFER", "ERROR", "RELATIVE");
    for (PlaceDiff place : report.places()) {
      table.add(
          place(place.key()),
          call(place.key()),
          both(place, array -> array.shape().toString()),
          both(place, array -> type(array.type())),
          word(place.result()),
          place.comparison().map(DiffTable::share).orElse(""),
          place.comparison().map(one -> number(one.largestError())).orElse(""),
          place.comparison().map(one -> number(place.relativeError())).orElse(""));
    }
    table.lines().forEach(out::println);
    out.println();
    report.first().ifPresent(first -> part(report, first));
    out.println(summary(report));
    if (!report.isOrderKnown()) {
      out.println(
          "Both files stand in the order of names, so what ran first cannot be told; an .npz file"
              + " keeps the order.");
    }
    if (!report.hasCommon() && !report.places().isEmpty()) {
      out.println("No name of A is a name of B: --map FROM=TO renames places.");
    }
  }

  /** The model's own path is empty, and a selector spells it as a dot. */
  private static String place(ArrayKey key) {
    return key.path().isEmpty() ? "." : key.path();
  }

  private static String call(ArrayKey key) {
    return key.call() + (key.pass() == 0 ? "" : "@" + key.pass()) + key.element();
  }

  private static String both(PlaceDiff place, Function<StoredArray, String> what) {
    Optional<String> a = place.a().map(what);
    Optional<String> b = place.b().map(what);
    return a.isPresent() && b.isPresent() && !a.equals(b)
        ? a.get() + " | " + b.get()
        : a.or(() -> b).orElseThrow();
  }

  static String type(DataType type) {
    return type == DataType.BOOLEAN ? "bool" : type.name().toLowerCase(Locale.ROOT);
  }

  static String word(Result result) {
    return switch (result) {
      case SAME -> "same";
      case TYPE -> "type";
      case VALUES -> "values";
      case SHAPE -> "shape";
      case ONLY_IN_A -> "only in A";
      case ONLY_IN_B -> "only in B";
    };
  }

  private static String share(Comparison comparison) {
    return comparison.isSame() ? "0" : Percent.of(comparison.differing(), comparison.count());
  }

  private static String number(double value) {
    return value == 0
        ? "0"
        : Double.isFinite(value) ? String.format(Locale.ROOT, "%.1e", value) : "inf";
  }

  private void part(DiffReport report, PlaceDiff first) {
    List<PlaceDiff> common = report.places().stream().filter(PlaceDiff::isInBoth).toList();
    out.println(
        "They part at %s, call %s: place %d of %d%s."
            .formatted(
                place(first.key()),
                call(first.key()),
                common.indexOf(first) + 1,
                common.size(),
                report.isOrderKnown() ? " in order of execution" : ""));
    StoredArray a = first.a().orElseThrow();
    StoredArray b = first.b().orElseThrow();
    if (first.result() == Result.SHAPE) {
      out.println("The shape is %s, expected %s.".formatted(a.shape(), b.shape()));
    } else if (first.result() == Result.TYPE) {
      out.println("The type is %s, expected %s.".formatted(type(a.type()), type(b.type())));
    }
    first
        .comparison()
        .ifPresent(
            comparison ->
                out.println(
                    comparison.isSame()
                        ? "Within %s the values are the same.".formatted(first.tolerance())
                        : "Within %s they differ in %s"
                            .formatted(first.tolerance(), comparison.describe())));
    out.println();
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

  private static String summary(DiffReport report) {
    List<String> parts = new ArrayList<>();
    for (Result result : Result.values()) {
      long count = report.count(result);
      if (count > 0) {
        parts.add(count + " " + counted(result));
      }
    }
    long types = report.places().stream().filter(PlaceDiff::hasOtherType).count();
    if (types > 0 && report.count(Result.TYPE) == 0) {
      parts.add(types + " of another type");
    }
    return "A is %s, B is %s: %s."
        .formatted(
            report.a(), report.b(), parts.isEmpty() ? "both are empty" : String.join(", ", parts));
  }
}
