// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript;

import dev.layertap.torchscript.pickle.PickleList;
import dev.layertap.torchscript.pickle.PickleValue;
import dev.layertap.torchscript.pickle.PickleValue.Global;
import dev.layertap.torchscript.pickle.PickleValue.Int;
import dev.layertap.torchscript.pickle.PickleValue.Persistent;
import dev.layertap.torchscript.pickle.PickleValue.Reduced;
import dev.layertap.torchscript.pickle.PickleValue.Text;
import dev.layertap.torchscript.pickle.PickleValue.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recognises pickled tensors: calls of {@code torch._utils._rebuild_*} that nobody makes. */
final class TensorReader {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("FloatStorage", "float32"),
          Map.entry("DoubleStorage", "float64"),
          Map.entry("HalfStorage", "float16"),
          Map.entry("BFloat16Storage", "bfloat16"),
          Map.entry("LongStorage", "int64"),
          Map.entry("IntStorage", "int32"),
          Map.entry("ShortStorage", "int16"),
          Map.entry("CharStorage", "int8"),
          Map.entry("ByteStorage", "uint8"),
          Map.entry("BoolStorage", "bool"),
          Map.entry("ComplexFloatStorage", "complex64"),
          Map.entry("ComplexDoubleStorage", "complex128"),
          Map.entry("QInt8Storage", "qint8"),
          Map.entry("QUInt8Storage", "quint8"),
          Map.entry("QInt32Storage", "qint32"));

  private TensorReader() {}

  static Optional<TensorInfo> read(String name, PickleValue value) {
    if (!(value instanceof Reduced call)
        || !(call.function() instanceof Global function)
        || !(call.arguments() instanceof Tuple arguments)
        || !function.name().startsWith("_rebuild_")) {
      return Optional.empty();
    }
    List<PickleValue> items = arguments.items();
    if (function.name().equals("_rebuild_parameter") && !items.isEmpty()) {
      return read(name, items.get(0));
    }
    if (items.size() >= 3
        && items.get(0) instanceof Persistent storage
        && storage.id() instanceof Tuple id
        && id.items().size() >= 3
        && id.items().get(1) instanceof Global type
        && id.items().get(2) instanceof Text key) {
      List<Long> shape = numbers(items.get(2));
      String dtype = TYPES.getOrDefault(type.name(), "unknown");
      return Optional.of(
          new TensorInfo(name, dtype, shape, key.value() + "@" + items.get(1) + shape));
    }
    // Sparse, nested and the like: they are tensors, and nothing more is known.
    String storage = "unknown " + System.identityHashCode(value);
    return Optional.of(new TensorInfo(name, "unknown", List.of(0L), storage));
  }

  private static List<Long> numbers(PickleValue value) {
    List<PickleValue> items = List.of();
    if (value instanceof Tuple tuple) {
      items = tuple.items();
    } else if (value instanceof PickleList list) {
      items = list.items();
    }
    List<Long> numbers = new ArrayList<>();
    for (PickleValue item : items) {
      if (item instanceof Int number) {
        numbers.add(number.value());
      }
    }
    return List.copyOf(numbers);
  }
}
