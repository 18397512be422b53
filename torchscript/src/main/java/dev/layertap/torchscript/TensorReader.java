// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript;

import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.archive.Shown;
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

  /** More than memory holds, and small enough for the sums of many to stay in a long. */
  private static final long MOST_VALUES = 1L << 40;

  private static final int MOST_SIZES = 256;

  private TensorReader() {}

  /** Looks through the parameters that wrap a tensor; one is what PyTorch writes. */
  private static final int MAX_WRAPPERS = 8;

  static Optional<TensorInfo> read(String where, String name, PickleValue stored)
      throws ArchiveException {
    PickleValue value = stored;
    for (int i = 0; i < MAX_WRAPPERS; i++) {
      if (!(value instanceof Reduced call)
          || !(call.function() instanceof Global function)
          || !(call.arguments() instanceof Tuple arguments)
          || !function.name().startsWith("_rebuild_")) {
        return Optional.empty();
      }
      if (!function.name().equals("_rebuild_parameter") || arguments.items().isEmpty()) {
        return Optional.of(tensor(where, name, call, arguments.items()));
      }
      value = arguments.items().get(0);
    }
    return Optional.empty();
  }

  private static TensorInfo tensor(String where, String name, Reduced call, List<PickleValue> items)
      throws ArchiveException {
    if (items.size() >= 3
        && items.get(0) instanceof Persistent storage
        && storage.id() instanceof Tuple id
        && id.items().size() >= 3
        && id.items().get(1) instanceof Global type
        && id.items().get(2) instanceof Text key
        && items.get(1) instanceof Int offset) {
      List<Long> shape = numbers(items.get(2));
      checkSizes(where, name, shape);
      String dtype = TYPES.getOrDefault(type.name(), "unknown");
      return new TensorInfo(name, dtype, shape, key.value() + "@" + offset.value() + shape);
    }
    // Sparse, nested and the like: they are tensors, and nothing more is known.
    String storage = "unknown " + System.identityHashCode(call);
    return new TensorInfo(name, "unknown", List.of(0L), storage);
  }

  private static void checkSizes(String where, String name, List<Long> shape)
      throws ArchiveException {
    long count = shape.size() > MOST_SIZES ? MOST_VALUES + 1 : 1;
    for (long size : shape) {
      // Of an empty tensor the other sizes mean nothing, but are sizes still.
      if (size < 0 || (size != 0 && count > MOST_VALUES / size)) {
        throw new ArchiveException(
            "%s: the tensor %s has the sizes %s, which no tensor can have. Fetch or export the file again."
                .formatted(where, Shown.text(name), Shown.text(shape.toString())));
      }
      count = Math.max(count * size, 1);
    }
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
