// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.files;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.layertap.Activation;
import dev.layertap.CapturedLeaf;
import dev.layertap.sink.SinkPass;
import dev.layertap.take.Side;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the index says of a pass, in one line of JSON; docs/sinks.md has the fields. */
final class IndexLine {
  /** The field that names the file. */
  static final String SHARD = "shard";

  private IndexLine() {}

  static String of(SinkPass pass, String shard) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("pass", pass.number());
    line.put("time", pass.started().toString());
    line.put("model", pass.model());
    line.put("nanos", pass.duration().toNanos());
    line.put(SHARD, shard);
    List<Map<String, Object>> values = new ArrayList<>();
    pass.captured().leaves().forEach(leaf -> values.add(value(leaf)));
    line.put("values", values);
    line.put("summary", pass.captured().summary());
    return Json.of(line);
  }

  private static Map<String, Object> value(CapturedLeaf leaf) {
    Activation activation = leaf.activation();
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("key", leaf.key());
    value.put("name", activation.name());
    value.put("path", activation.path());
    value.put("type", activation.blockType());
    value.put("call", activation.call());
    if (activation.side() == Side.INPUT) {
      value.put("input", true);
    }
    describe(leaf.value(), value);
    return value;
  }

  private static void describe(Value leaf, Map<String, Object> value) {
    if (leaf instanceof Value.Tensor tensor) {
      NDArray array = tensor.array();
      describe(array.getShape(), array.getDataType(), value);
      ArrayBytes.whyNot(array).ifPresent(reason -> value.put("leftOut", reason));
    } else if (leaf instanceof Value.Summary summary) {
      describe(summary.shape(), summary.type(), value);
      value.put("statistics", statistics(summary.statistics()));
    } else if (leaf instanceof Value.Scalar scalar) {
      value.put("value", scalar.value() instanceof Double number ? text(number) : scalar.value());
    } else if (leaf instanceof Value.Opaque opaque) {
      value.put("leftOut", opaque.reason());
    }
  }

  private static void describe(Shape shape, DataType type, Map<String, Object> value) {
    value.put("shape", shape.getShape());
    value.put("dtype", type.toString().toLowerCase(Locale.ROOT));
  }

  private static Map<String, @Nullable Object> statistics(Statistics statistics) {
    Map<String, @Nullable Object> numbers = new LinkedHashMap<>();
    numbers.put("count", statistics.count());
    numbers.put("mean", number(statistics.mean()));
    numbers.put("std", number(statistics.standardDeviation()));
    numbers.put("min", number(statistics.minimum()));
    numbers.put("max", number(statistics.maximum()));
    numbers.put("nan", statistics.nan());
    numbers.put("infinite", statistics.infinite());
    numbers.put("zero", statistics.zero());
    return numbers;
  }

  /** JSON has nothing for what is no number. */
  private static @Nullable Object number(double value) {
    return Double.isFinite(value) ? (Object) value : null;
  }

  private static Object text(Double number) {
    return Double.isFinite(number) ? (Object) number : number.toString();
  }
}
