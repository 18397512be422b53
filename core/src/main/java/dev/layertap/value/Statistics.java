// SPDX-License-Identifier: Apache-2.0
package dev.layertap.value;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.layertap.array.Detached;
import java.util.Locale;

/**
 * Numbers about an array, computed on the device where it is.
 *
 * <p>Mean, standard deviation, minimum and maximum are those of the finite elements, so that one
 * NaN does not hide the rest; they are NaN if there is none. Sums are made in double precision.
 *
 * @param count how many elements there are
 * @param mean their arithmetic mean
 * @param standardDeviation their standard deviation, of the population as in NumPy: the divisor is
 *     the count
 * @param minimum the smallest
 * @param maximum the largest
 * @param nan how many elements are not a number
 * @param infinite how many are infinite, of either sign
 * @param zero how many are zero, of either sign
 */
public record Statistics(
    long count,
    double mean,
    double standardDeviation,
    double minimum,
    double maximum,
    long nan,
    long infinite,
    long zero) {

  /**
   * Computes the statistics of an array.
   *
   * @param array numbers or truth values (0 and 1), of any shape; it is left as it is
   * @return its statistics
   * @throws IllegalArgumentException if the array holds texts or complex numbers
   */
  public static Statistics of(NDArray array) {
    DataType type = array.getDataType();
    if (type == DataType.STRING || type == DataType.COMPLEX64 || type == DataType.UNKNOWN) {
      throw new IllegalArgumentException("there are no statistics of an array of " + type);
    }
    if (array.size() == 0) {
      return new Statistics(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0, 0);
    }
    String engine = array.getManager().getEngine().getEngineName();
    // Takes in all that is made on the way, so that none of it lands in an NDScope of the app.
    try (NDManager manager = NDManager.newBaseManager(engine);
        NDScope onTheWay = new NDScope()) {
      return ofFlat(wide(Detached.view(array, manager)).flatten());
    }
  }

  /** Halves overflow in sums, and integers and truth values have no mean. */
  private static NDArray wide(NDArray array) {
    return switch (array.getDataType()) {
      case FLOAT32, FLOAT64 -> array;
      case FLOAT16 -> array.toType(DataType.FLOAT32, false);
      default -> array.toType(DataType.FLOAT64, false);
    };
  }

  /** A NaN makes libtorch's minimum and maximum NaN: mostly these two say that all is finite. */
  private static Statistics ofFlat(NDArray all) {
    long count = all.size();
    long zero = count(all.eq(0));
    double minimum = number(all.min());
    double maximum = number(all.max());
    long nan = 0;
    long infinite = 0;
    NDArray finite = all;
    if (!Double.isFinite(minimum) || !Double.isFinite(maximum)) {
      nan = count(all.isNaN());
      infinite = count(all.isInfinite());
      if (nan + infinite == count) {
        double none = Double.NaN;
        return new Statistics(count, none, none, none, none, nan, infinite, 0);
      }
      finite = all.booleanMask(all.isNaN().logicalOr(all.isInfinite()).logicalNot());
      minimum = number(finite.min());
      maximum = number(finite.max());
    }
    NDArray precise = finite.toType(DataType.FLOAT64, false);
    double mean = number(precise.mean());
    double variance = number(precise.sub(mean).square().mean());
    return new Statistics(count, mean, Math.sqrt(variance), minimum, maximum, nan, infinite, zero);
  }

  private static double number(NDArray one) {
    return one.getDataType() == DataType.FLOAT64 ? one.toDoubleArray()[0] : one.toFloatArray()[0];
  }

  private static long count(NDArray truths) {
    return truths.toType(DataType.INT64, false).sum().toLongArray()[0];
  }

  /**
   * Returns a line such as {@code mean 0.12 ± 0.98 in [-3.1, 3.4], 12 zero}, which names NaN and
   * infinite elements if there are any.
   */
  @Override
  public String toString() {
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "mean %.4g ± %.4g in [%.4g, %.4g]",
                mean,
                standardDeviation,
                minimum,
                maximum));
    append(line, zero, "zero");
    append(line, nan, "NaN");
    append(line, infinite, "infinite");
    return line.toString();
  }

  private static void append(StringBuilder line, long count, String what) {
    if (count > 0) {
      line.append(", ").append(count).append(' ').append(what);
    }
  }
}
