// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.layertap.value.Value;
import java.util.stream.IntStream;

/**
 * Numbers, truth values and texts as arrays, which is all that files hold: of no axes, of type
 * int64, float64 or boolean. A text is an array of its code points, and how many there are.
 */
final class ScalarArray {
  private static final String TEXT = "~text";

  private ScalarArray() {}

  /** What its key has behind that of the place. */
  static String ending(Value.Scalar scalar) {
    return scalar.value() instanceof String ? TEXT : "";
  }

  static NDArray of(Value.Scalar scalar, NDManager manager) {
    Object value = scalar.value();
    if (value instanceof Double number) {
      return manager.create(number.doubleValue());
    }
    if (value instanceof Boolean truth) {
      return manager.create(truth.booleanValue());
    }
    if (value instanceof Number number) {
      return manager.create(number.longValue());
    }
    int[] points = value.toString().codePoints().toArray();
    return manager.create(
        IntStream.concat(IntStream.of(points.length), IntStream.of(points))
            .asLongStream()
            .toArray());
  }

  static boolean isText(String key) {
    return key.endsWith(TEXT);
  }

  /** The text in an array, as it is written in messages. */
  static String text(NDArray array) {
    StringBuilder text = new StringBuilder();
    long[] points = array.toLongArray();
    for (int i = 1; i < points.length; i++) {
      text.appendCodePoint((int) points[i]);
    }
    return new Value.Scalar(text.toString()).toString();
  }
}
