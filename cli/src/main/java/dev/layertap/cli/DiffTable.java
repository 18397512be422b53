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
    DiffVerdict.lines(report).forEach(out::println);
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
}
