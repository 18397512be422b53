// SPDX-License-Identifier: Apache-2.0
package dev.layertap.value;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
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
   * How many elements a piece has. Libtorch shares out what is more than 32,768 among threads,
   * which on the processors of a busy app waits longer for them than they save; and a piece's
   * numbers stay in a processor's cache.
   */
  private static final long PIECE = 7 << 12;

  /**
   * Squares about the mean are the squares less those of the mean, as long as the mean's are not
   * more than this many times what is left: a difference of two sums loses as many digits as they
   * have in common, four of sixteen here. Otherwise the array is gone through once more.
   */
  private static final double CLOSE = 10_000;

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
      return new Summation(Detached.view(array, manager).flatten()).result();
    }
  }

  /**
   * Goes through an array in pieces: what is made on the way of a large one stays small. Each
   * piece's mean and squares join those before it, as in Chan, Golub and LeVeque, <i>Updating
   * Formulae and a Pairwise Algorithm for Computing Sample Variances</i> (1979), so each is looked
   * at once. Twins of TorchScript modules do the same in the same order, and get the same bits.
   */
  private static final class Summation {
    private final NDArray flat;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;
    private double mean;
    private double squares;
    private long finite;
    private long nan;
    private long infinite;
    private long zero;

    Summation(NDArray flat) {
      this.flat = flat;
    }

    Statistics result() {
      long count = flat.size();
      for (long from = 0; from < count; from += PIECE) {
        try (NDScope ofThisPiece = new NDScope()) {
          long to = Math.min(from + PIECE, count);
          add(wide(flat.get(new NDIndex().addSliceDim(from, to))));
        }
      }
      if (finite == 0) {
        double none = Double.NaN;
        return new Statistics(count, none, none, none, none, nan, infinite, 0);
      }
      // No zero has a sign here: of which sign libtorch's ends are depends on how it goes about it.
      return new Statistics(
          count,
          mean,
          Math.sqrt(squares / finite),
          minimum + 0.0,
          maximum + 0.0,
          nan,
          infinite,
          zero);
    }

    /** A NaN makes libtorch's minimum and maximum NaN: mostly these two say that all is finite. */
    private void add(NDArray piece) {
      double low = number(piece.min());
      double high = number(piece.max());
      if (Double.isFinite(low) && Double.isFinite(high)) {
        add(piece, low, high);
        return;
      }
      nan += count(piece.isNaN());
      infinite += count(piece.isInfinite());
      NDArray rest = finite(piece);
      if (rest.size() > 0) {
        add(rest, number(rest.min()), number(rest.max()));
      }
    }

    private void add(NDArray piece, double low, double high) {
      minimum = low < minimum ? low : minimum;
      maximum = high > maximum ? high : maximum;
      long size = piece.size();
      NDArray precise = preciseCopy(piece);
      double its = number(precise.sum()) / size;
      double level = its * its * size;
      double spread = number(precise.muli(precise).sum()) - level;
      // Also where both are infinite.
      if (!(level <= spread * CLOSE)) {
        spread = squaresAbout(piece, its);
      }
      if (low * high <= 0) {
        zero += size - (long) number(notZero(piece, precise).sum());
      }
      double far = its - mean;
      long all = finite + size;
      double share = size / (double) all;
      squares = squares + spread + far * finite * share * far;
      mean = mean + far * share;
      finite = all;
    }

    /** DJL returns the same memory if the type is the same, whatever it is asked for. */
    private static NDArray preciseCopy(NDArray piece) {
      return piece.getDataType() == DataType.FLOAT64
          ? piece.duplicate()
          : piece.toType(DataType.FLOAT64, true);
    }

    /**
     * One for each element that is not zero. To ask for zeros takes libtorch a branch or a byte for
     * each element; of values after a ReLU {@code count_nonzero} took more time than all else here.
     *
     * @param squares of the elements; those of doubles may have come to nothing
     */
    private static NDArray notZero(NDArray piece, NDArray squares) {
      return piece.getDataType() == DataType.FLOAT64 ? piece.sign().abs() : squares.signi();
    }

    private static double squaresAbout(NDArray piece, double mean) {
      NDArray centred = piece.toType(DataType.FLOAT64, false).sub(mean);
      return number(centred.muli(centred).sum());
    }

    private static NDArray finite(NDArray piece) {
      return piece.booleanMask(piece.isNaN().logicalOr(piece.isInfinite()).logicalNot());
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
