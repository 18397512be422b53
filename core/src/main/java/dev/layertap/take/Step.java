// SPDX-License-Identifier: Apache-2.0
package dev.layertap.take;

import ai.djl.ndarray.types.DataType;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What is done to each array before it is kept. */
public sealed interface Step permits Step.Slice, Step.Reduce, Step.Convert, Step.ToCpu, TypeWord {
  /**
   * Keeps a part of an axis.
   *
   * @param axis counted from 0; a negative one from the end
   * @param from the first index that is kept; a negative one counts from the end
   * @param to the first index that is not kept; a negative one counts from the end
   */
  record Slice(int axis, long from, long to) implements Step {
    /**
     * Makes a slice.
     *
     * @param axis counted from 0; a negative one from the end
     * @param from the first index that is kept
     * @param to the first index that is not kept
     * @throws IllegalArgumentException if nothing is between the two
     */
    public Slice {
      if (from < 0 == to < 0 && from >= to) {
        throw new IllegalArgumentException(
            "slice(%d, %d, %d) is empty: it ends before it begins".formatted(axis, from, to));
      }
    }

    @Override
    public String toString() {
      return "slice(%d, %d, %d)".formatted(axis, from, to);
    }
  }

  /** How several values become one. */
  enum Reduction {
    /** The arithmetic mean; integers and truth values are averaged as float32. */
    MEAN,
    /** The largest value. */
    MAX,
    /** The Euclidean norm; of integers and truth values as float32. */
    NORM
  }

  /**
   * Reduces axes, which vanish from the shape.
   *
   * @param reduction how
   * @param axes which, counted from 0; a negative one from the end
   */
  record Reduce(Reduction reduction, List<Integer> axes) implements Step {
    /**
     * Makes a reduction.
     *
     * @param reduction how
     * @param axes at least one
     * @throws IllegalArgumentException if there is none, or one stands twice
     */
    public Reduce {
      axes = List.copyOf(axes);
      if (axes.isEmpty() || Set.copyOf(axes).size() < axes.size()) {
        throw new IllegalArgumentException(
            "%s wants one or more different axes, not %s".formatted(word(reduction), axes));
      }
    }

    @Override
    public String toString() {
      return word(reduction)
          + axes.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }
  }

  /**
   * Changes the element type.
   *
   * @param type one that the engine can convert to and Java can read
   */
  record Convert(DataType type) implements Step {
    private static final Set<DataType> POSSIBLE =
        EnumSet.of(
            DataType.FLOAT16,
            DataType.FLOAT32,
            DataType.FLOAT64,
            DataType.INT8,
            DataType.UINT8,
            DataType.INT32,
            DataType.INT64,
            DataType.BOOLEAN);

    /**
     * Makes a conversion.
     *
     * @param type the element type to convert to
     * @throws IllegalArgumentException if the engine cannot: it would end the JVM
     */
    public Convert {
      if (!POSSIBLE.contains(type)) {
        throw new IllegalArgumentException(
            "%s is no type that can be kept; possible are %s"
                .formatted(
                    type,
                    POSSIBLE.stream().map(DataType::toString).collect(Collectors.joining(", "))));
      }
    }

    @Override
    public String toString() {
      return type.toString();
    }
  }

  /** Moves the array to the CPU's memory. */
  record ToCpu() implements Step {
    @Override
    public String toString() {
      return "cpu";
    }
  }

  private static String word(Reduction reduction) {
    return reduction.name().toLowerCase(Locale.ROOT);
  }
}
