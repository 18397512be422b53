// SPDX-License-Identifier: Apache-2.0
package dev.layertap.compare;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a value may lie from the expected one and still be close to it.
 *
 * <p>As in PyTorch's {@code assert_close} that is {@code absolute + relative * |expected|}; equal
 * infinities are close, and a NaN is close to nothing unless {@link #withEqualNan()} says so.
 */
public final class Tolerance {
  private final double absolute;
  private final double relative;
  private final long ulps;
  private final boolean equalNan;

  private Tolerance(double absolute, double relative, long ulps, boolean equalNan) {
    this.absolute = notNegative(absolute);
    this.relative = notNegative(relative);
    this.ulps = (long) notNegative((double) ulps);
    this.equalNan = equalNan;
  }

  private static double notNegative(double bound) {
    if (!(bound >= 0)) {
      throw new IllegalArgumentException("a tolerance of %s allows nothing".formatted(bound));
    }
    return bound;
  }

  /**
   * Allows a distance.
   *
   * @param distance the largest allowed {@code |actual - expected|}
   * @return the tolerance
   */
  public static Tolerance absolute(double distance) {
    return new Tolerance(distance, 0, 0, false);
  }

  /**
   * Allows a distance in proportion to what is expected.
   *
   * @param share the largest allowed {@code |actual - expected| / |expected|}
   * @return the tolerance
   */
  public static Tolerance relative(double share) {
    return new Tolerance(0, share, 0, false);
  }

  /**
   * Allows a number of steps from one representable number to the next, in the arrays' own type.
   *
   * @param steps the largest allowed number of units in the last place
   * @return the tolerance
   */
  public static Tolerance ulps(long steps) {
    return new Tolerance(0, 0, steps, false);
  }

  /**
   * Allows no difference; zeros of either sign are equal.
   *
   * @return the tolerance
   */
  public static Tolerance none() {
    return new Tolerance(0, 0, 0, false);
  }

  /**
   * Allows what PyTorch's {@code assert_close} allows if it is told nothing.
   *
   * @param type the type of the elements
   * @return 1.3e-6 relative and 1e-5 absolute for float32, 1e-3 and 1e-5 for float16, 1.6e-2 and
   *     1e-5 for bfloat16, 1e-7 and 1e-7 for float64, nothing for integers and truth values
   */
  public static Tolerance standard(DataType type) {
    return switch (type) {
      case BFLOAT16 -> relative(1.6e-2).plusAbsolute(1e-5);
      case FLOAT16 -> relative(1e-3).plusAbsolute(1e-5);
      case FLOAT32 -> relative(1.3e-6).plusAbsolute(1e-5);
      case FLOAT64 -> relative(1e-7).plusAbsolute(1e-7);
      default -> none();
    };
  }

  /**
   * Allows what PyTorch's {@code assert_close} allows between two types: of each of its bounds the
   * larger.
   *
   * @param one the type of one array's elements
   * @param other that of the other's
   * @return the tolerance
   */
  public static Tolerance standard(DataType one, DataType other) {
    Tolerance a = standard(one);
    Tolerance b = standard(other);
    return relative(Math.max(a.relative, b.relative))
        .plusAbsolute(Math.max(a.absolute, b.absolute));
  }

  /**
   * Adds an absolute distance to what is allowed.
   *
   * @param distance what is added to the relative distance
   * @return the tolerance
   */
  public Tolerance plusAbsolute(double distance) {
    return new Tolerance(distance, relative, ulps, equalNan);
  }

  /**
   * Adds a distance in proportion to what is expected to what is allowed.
   *
   * @param share what is added to the absolute distance, times {@code |expected|}
   * @return the tolerance
   */
  public Tolerance plusRelative(double share) {
    return new Tolerance(absolute, share, ulps, equalNan);
  }

  /**
   * Allows a number of units in the last place as well, for those that are further off than the
   * rest allows.
   *
   * @param steps the number of units
   * @return the tolerance
   */
  public Tolerance orUlps(long steps) {
    return new Tolerance(absolute, relative, steps, equalNan);
  }

  /**
   * Takes a NaN for close to a NaN at the same place.
   *
   * @return the tolerance
   */
  public Tolerance withEqualNan() {
    return new Tolerance(absolute, relative, ulps, true);
  }

  boolean allows(int index, Elements actual, Elements expected) {
    double found = actual.at(index);
    double wanted = expected.at(index);
    if (Double.isNaN(found) || Double.isNaN(wanted)) {
      return equalNan && Double.isNaN(found) && Double.isNaN(wanted);
    }
    if (Double.isInfinite(found) || Double.isInfinite(wanted)) {
      return found == wanted;
    }
    return actual.distance(index, expected) <= absolute + relative * Math.abs(wanted)
        || (ulps > 0 && actual.ulps(index, expected) <= ulps);
  }

  /**
   * Returns whether a number about an array is close enough to the one that was found before.
   *
   * @param found the number
   * @param wanted what it was before; two NaN are close
   * @param type the type of the array's elements, whose precision the units in the last place have
   * @return true if it is
   */
  public boolean allows(double found, double wanted, DataType type) {
    if (Double.isNaN(found) || Double.isNaN(wanted)) {
      return Double.isNaN(found) && Double.isNaN(wanted);
    }
    if (Double.isInfinite(found) || Double.isInfinite(wanted)) {
      return found == wanted;
    }
    double unit = type == DataType.FLOAT64 ? Math.ulp(wanted) : Math.ulp((float) wanted);
    return Math.abs(found - wanted)
        <= Math.max(absolute + relative * Math.abs(wanted), ulps * unit);
  }

  /** Returns a text such as {@code 1.0E-5 absolute + 1.3E-6 relative}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (absolute > 0) {
      parts.add(absolute + " absolute");
    }
    if (relative > 0) {
      parts.add(relative + " relative");
    }
    String distance = String.join(" + ", parts);
    if (ulps > 0) {
      distance += (distance.isEmpty() ? "" : " or ") + ulps + (ulps == 1 ? " ULP" : " ULPs");
    }
    return (distance.isEmpty() ? "no difference" : distance)
        + (equalNan ? ", NaN equal to NaN" : "");
  }
}
