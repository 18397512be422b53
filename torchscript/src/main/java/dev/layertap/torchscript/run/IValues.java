// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a TorchScript method returned. */
final class IValues {
  private final PtNDManager manager;
  private final Value none;
  private final boolean checked;

  /**
   * Makes a reader of what an app's model took or returned.
   *
   * @param manager what the arrays are attached to
   * @param none what {@code None} stands for
   */
  IValues(PtNDManager manager, Value none) {
    this(manager, none, false);
  }

  private IValues(PtNDManager manager, Value none, boolean checked) {
    this.manager = manager;
    this.none = none;
    this.checked = checked;
  }

  /** Makes a reader of what a twin took: it has converted all that DJL cannot read. */
  static IValues ofTwin(PtNDManager manager, Value none) {
    return new IValues(manager, none, true);
  }

  /**
   * Reads a value whole.
   *
   * @param source what to read; the caller closes it
   */
  Value read(IValue source) {
    if (source.isTensor()) {
      return tensor(source.toTensor(manager));
    }
    if (source.isBoolean()) {
      return new Value.Scalar(source.toBoolean());
    }
    if (source.isLong()) {
      return new Value.Scalar(source.toLong());
    }
    if (source.isDouble()) {
      return new Value.Scalar(source.toDouble());
    }
    if (source.isString()) {
      return new Value.Scalar(source.toStringValue());
    }
    if (source.isTuple()) {
      return sequence(source.toIValueTuple());
    }
    if (source.isMap()) {
      return mapping(source);
    }
    return list(source);
  }

  /**
   * Reads the arguments of a method.
   *
   * @param arguments what to read; the caller closes them
   */
  Value read(IValue[] arguments) {
    return new Value.Sequence(List.of(), Stream.of(arguments).map(this::read).toList());
  }

  private Value tensor(PtNDArray array) {
    if (checked) {
      return new Value.Tensor(array);
    }
    Optional<String> layout = layout(array);
    if (layout.isPresent()) {
      array.close();
      return new Value.Opaque(layout.get());
    }
    if (array.getDataType() == DataType.UNKNOWN) {
      array.close();
      return new Value.Opaque("a tensor of a type that DJL does not know");
    }
    if (isNested(array)) {
      array.close();
      return new Value.Opaque("a nested tensor, which has no shape");
    }
    return new Value.Tensor(array);
  }

  /** To ask DJL for the elements of another tensor than a dense one can end the JVM. */
  private static Optional<String> layout(PtNDArray array) {
    try {
      return array.getSparseFormat() == SparseFormat.DENSE
          ? Optional.empty()
          : Optional.of("a sparse tensor");
    } catch (UnsupportedOperationException | EngineException e) {
      return Optional.of("a tensor that is not stored as a dense one");
    }
  }

  /** libtorch tells no more of them than that it cannot. */
  private static boolean isNested(PtNDArray array) {
    try {
      array.getShape();
      return false;
    } catch (EngineException e) {
      return true;
    }
  }

  /** libtorch keeps lists of one kind in a form of their own. */
  private Value list(IValue source) {
    List<Value> elements = new ArrayList<>();
    if (source.isTensorList()) {
      for (PtNDArray array : source.toTensorArray(manager)) {
        elements.add(tensor(array));
      }
    } else if (source.isLongList()) {
      for (long element : source.toLongArray()) {
        elements.add(new Value.Scalar(element));
      }
    } else if (source.isDoubleList()) {
      for (double element : source.toDoubleArray()) {
        elements.add(new Value.Scalar(element));
      }
    } else if (source.isBooleanList()) {
      for (boolean element : source.toBooleanArray()) {
        elements.add(new Value.Scalar(element));
      }
    } else if (source.isList()) {
      return sequence(source.toIValueArray());
    } else {
      String type = source.getType();
      return type.equals("NoneType") ? none : new Value.Opaque("a value of type " + type);
    }
    return new Value.Sequence(List.of(), elements);
  }

  private Value sequence(IValue[] elements) {
    List<Value> values = new ArrayList<>();
    for (IValue element : elements) {
      try (element) {
        values.add(read(element));
      }
    }
    return new Value.Sequence(List.of(), values);
  }

  private Value mapping(IValue source) {
    Map<String, Value> entries = new LinkedHashMap<>();
    DictEntries.of(source)
        .forEach(
            (key, entry) -> {
              try (entry) {
                entries.put(key, read(entry));
              }
            });
    return new Value.Mapping(entries);
  }
}
