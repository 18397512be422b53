// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import ai.djl.ndarray.NDArray;
import dev.layertap.value.Value;
import java.util.HexFormat;
import java.util.TreeMap;

/** A captured value as a text that differs if one bit does. */
final class ValueBits {
  private ValueBits() {}

  static String of(Value value) {
    TreeMap<String, String> leaves = new TreeMap<>();
    value
        .leaves()
        .forEach(
            (step, leaf) ->
                leaves.put(
                    step,
                    leaf instanceof Value.Tensor tensor ? of(tensor.array()) : leaf.toString()));
    return leaves.toString();
  }

  static String of(NDArray array) {
    return array.getDataType()
        + array.getShape().toString()
        + HexFormat.of().formatHex(array.toByteArray());
  }
}
