// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import ai.djl.ndarray.NDArray;
import dev.layertap.Activation;
import dev.layertap.take.Side;
import dev.layertap.value.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How values are called in messages. */
public final class Labels {
  private static final int MOST_LEAVES = 10;

  private Labels() {}

  /**
   * Names a call.
   *
   * @param one an activation
   * @return such as {@code comp = layer3.0.downsample.1 (BatchNorm), pass 0, call 0}
   */
  public static String place(Activation one) {
    String path = one.path();
    boolean named = !one.name().equals(path) && !one.name().equals(".");
    return "%s%s (%s), pass %d, call %d%s"
        .formatted(
            named ? one.name() + " = " : "",
            path.isEmpty() ? "the root" : path,
            one.blockType(),
            one.pass(),
            one.call(),
            one.side() == Side.INPUT ? ", input" : "");
  }

  /**
   * Names a call and what its value is.
   *
   * @param one an activation
   * @param leaves its value's leaves
   * @return such as {@code conv1 (Conv2d), pass 0, call 0: (1, 64, 112, 112) float32}
   */
  public static String of(Activation one, Map<String, Value> leaves) {
    List<String> texts =
        leaves.values().stream().map(Labels::of).filter(text -> !text.isEmpty()).toList();
    String more =
        texts.size() > MOST_LEAVES ? " and %d more".formatted(texts.size() - MOST_LEAVES) : "";
    return texts.stream()
        .limit(MOST_LEAVES)
        .collect(Collectors.joining(", ", place(one) + ": ", more));
  }

  /**
   * Names an array.
   *
   * @param array the array
   * @return its shape and type
   */
  public static String of(NDArray array) {
    return array.getShape() + " " + array.getDataType();
  }

  private static String of(Value leaf) {
    if (leaf instanceof Value.Tensor tensor) {
      return of(tensor.array());
    }
    if (leaf instanceof Value.Summary summary) {
      return summary.shape() + " " + summary.type() + ", statistics only";
    }
    if (leaf instanceof Value.Scalar) {
      return leaf.toString();
    }
    return leaf instanceof Value.Opaque opaque ? "opaque, " + opaque.reason() : "";
  }
}
