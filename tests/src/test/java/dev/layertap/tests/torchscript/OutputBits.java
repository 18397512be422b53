// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.training.ParameterStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Runs a model as an app does, and digests every bit of what it returns. Knows no Layertap. */
final class OutputBits {
  private static final String METHOD = "module_method:";

  private final PtNDManager manager;
  private final MessageDigest digest = sha256();

  private OutputBits(PtNDManager manager) {
    this.manager = manager;
  }

  /**
   * Runs a model once.
   *
   * <p>DJL throws away results that no {@code NDList} can hold; those are taken by the engine's own
   * {@code forward(IValue...)}, which knows no training.
   */
  static String of(Block block, NDList inputs, boolean training) {
    try (PtNDManager manager = (PtNDManager) inputs.get(0).getManager().newSubManager()) {
      Engine.getEngine("PyTorch").setRandomSeed(1);
      OutputBits bits = new OutputBits(manager);
      try {
        bits.add(block.forward(new ParameterStore(manager, false), copies(inputs), training));
      } catch (UnsupportedOperationException e) {
        if (training) {
          return "DJL cannot run it";
        }
        bits.addRun((PtSymbolBlock) block, copies(inputs));
      }
      return HexFormat.of().formatHex(bits.digest.digest());
    }
  }

  /** A model may overwrite its inputs. */
  private static NDList copies(NDList inputs) {
    NDList copies = new NDList();
    for (NDArray input : inputs) {
      NDArray copy = input.duplicate();
      copy.setName(input.getName());
      copies.add(copy);
    }
    return copies;
  }

  private void add(NDList list) {
    list.forEach(this::add);
  }

  private void add(NDArray array) {
    add(array.getName() + array.getShape() + array.getDataType());
    if (array.getDataType() != DataType.UNKNOWN) {
      digest.update(array.toByteArray());
    }
  }

  private void add(String text) {
    digest.update(text.getBytes(UTF_8));
  }

  private void addRun(PtSymbolBlock block, NDList inputs) {
    String name = inputs.get(0).getName();
    boolean named = name != null && name.startsWith(METHOD);
    IValue[] arguments =
        inputs.stream()
            .skip(named ? 1 : 0)
            .map(array -> IValue.from((PtNDArray) array))
            .toArray(IValue[]::new);
    try (IValue result =
        named
            ? IValueUtils.runMethod(block, name.substring(METHOD.length()), arguments)
            : block.forward(arguments)) {
      add(result);
    } finally {
      Stream.of(arguments).forEach(IValue::close);
    }
  }

  private void add(IValue value) {
    if (value.isTensor()) {
      add((NDArray) value.toTensor(manager));
    } else if (value.isTensorList()) {
      add(value.toNDList(manager));
    } else if (value.isTuple()) {
      addAll(value.toIValueTuple());
    } else if (value.isMap()) {
      value
          .toIValueMap()
          .forEach(
              (key, entry) -> {
                add(key);
                add(entry);
                entry.close();
              });
    } else if (value.isBoolean()) {
      add(String.valueOf(value.toBoolean()));
    } else if (value.isLong()) {
      add(String.valueOf(value.toLong()));
    } else if (value.isDouble()) {
      add(String.valueOf(Double.doubleToRawLongBits(value.toDouble())));
    } else if (value.isString()) {
      add(value.toStringValue());
    } else if (value.isList()) {
      addAll(value.toIValueArray());
    } else {
      add(value.getType());
    }
  }

  private void addAll(IValue[] values) {
    for (IValue value : values) {
      add(value);
      value.close();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
