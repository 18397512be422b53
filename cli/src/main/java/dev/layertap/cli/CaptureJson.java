// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A capture as {@code capture --json} prints it; docs/cli.md has the schema. */
final class CaptureJson {
  private CaptureJson() {}

  static Map<String, Object> of(CaptureReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", report.plan().model().toString());
    json.put("method", report.plan().method());
    json.put("out", report.plan().out().toString());
    json.put(
        "values",
        report.values().stream()
            .map(value -> value(value, report.statistics().get(value.key())))
            .toList());
    json.put("opaque", places(report.opaque()));
    json.put("notRun", places(report.notRun()));
    json.put("misses", report.misses());
    return json;
  }

  private static Map<String, @Nullable Object> value(
      CapturedValue value, @Nullable Statistics statistics) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("key", value.key());
    json.put("path", value.path());
    json.put("call", value.call());
    json.put("element", value.element());
    json.put("input", value.isInput());
    json.put("module", value.module());
    json.put("type", ValueTypes.name(value.value()));
    if (value.value() instanceof Value.Tensor tensor && statistics != null) {
      json.put("shape", tensor.array().getShape().getShape());
      json.put("mean", Json.number(statistics.mean()));
      json.put("std", Json.number(statistics.standardDeviation()));
      json.put("min", Json.number(statistics.minimum()));
      json.put("max", Json.number(statistics.maximum()));
      json.put("nan", statistics.nan());
      json.put("infinite", statistics.infinite());
    } else if (value.value() instanceof Value.Scalar scalar) {
      Object content = scalar.value();
      json.put("value", content instanceof Double number ? Json.number(number) : content);
    }
    return json;
  }

  private static List<Map<String, Object>> places(List<CaptureReport.Unseen> places) {
    return places.stream().map(CaptureJson::place).toList();
  }

  private static Map<String, Object> place(CaptureReport.Unseen place) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("place", place.key());
    json.put("module", place.module());
    json.put("reason", place.reason());
    return json;
  }
}
