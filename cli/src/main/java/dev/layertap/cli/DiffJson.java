// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.compare.Mismatch;
import dev.layertap.diff.DiffReport;
import dev.layertap.diff.PlaceDiff;
import dev.layertap.file.StoredArray;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A diff as {@code diff --json} prints it; docs/cli.md has the schema. */
final class DiffJson {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private DiffJson() {}

  static Map<String, @Nullable Object> of(DiffReport report) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("a", report.a().toString());
    json.put("b", report.b().toString());
    json.put("same", report.isSame());
    json.put("order", report.isOrderKnown() ? "execution" : "names");
    json.put("first", report.first().map(place -> place.key().toString()).orElse(null));
    json.put("places", report.places().stream().map(DiffJson::place).toList());
    return json;
  }

  private static Map<String, @Nullable Object> place(PlaceDiff place) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("key", place.key().toString());
    json.put("path", place.key().path());
    json.put("call", place.key().call());
    json.put("pass", place.key().pass());
    json.put("element", place.key().element());
    json.put("result", DiffTable.word(place.result()));
    json.put("a", array(place.a()));
    json.put("b", array(place.b()));
    place
        .comparison()
        .ifPresent(
            comparison -> {
              json.put("count", comparison.count());
              json.put("differing", comparison.differing());
              json.put("largestError", Json.number(comparison.largestError()));
              json.put("relativeError", Json.number(place.relativeError()));
              json.put("firstDifference", mismatch(comparison.first()));
              json.put("worstDifference", mismatch(comparison.worst()));
            });
    return json;
  }

  private static @Nullable Map<String, Object> array(Optional<StoredArray> array) {
    if (array.isEmpty()) {
      return null;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", array.get().name());
    json.put("shape", array.get().shape().getShape());
    json.put("type", DiffTable.type(array.get().type()));
    return json;
  }

  private static @Nullable Map<String, @Nullable Object> mismatch(Optional<Mismatch> mismatch) {
    if (mismatch.isEmpty()) {
      return null;
    }
    Mismatch one = mismatch.get();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(
        "index",
        NUMBER
            .matcher(one.position())
            .results()
            .map(MatchResult::group)
            .map(Long::valueOf)
            .toList());
    json.put("a", element(one.actual()));
    json.put("b", element(one.expected()));
    json.put("absoluteError", Json.number(one.absoluteError()));
    json.put("relativeError", Json.number(one.relativeError()));
    json.put("ulps", one.ulps() == Long.MAX_VALUE ? null : one.ulps());
    return json;
  }

  /** With all its digits, as it is written in the table. */
  private static @Nullable Object element(String text) {
    return switch (text) {
      case "NaN" -> null;
      case "Infinity", "-Infinity" -> text;
      case "true", "false" -> Boolean.valueOf(text);
      default -> new BigDecimal(text);
    };
  }
}
