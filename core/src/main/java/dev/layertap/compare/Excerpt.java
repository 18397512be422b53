// SPDX-License-Identifier: Apache-2.0
package dev.layertap.compare;

import java.util.Locale;
import java.util.StringJoiner;

/** The neighbours of an element, along the last axis. */
public final class Excerpt {
  private static final int NEIGHBOURS = 2;

  private Excerpt() {}

  /** Says which elements {@link #elements} shows. */
  static String around(int index, Elements array) {
    return "from %s to %s:"
        .formatted(array.position(start(index, array)), array.position(end(index, array)));
  }

  /**
   * Shows an element between its neighbours.
   *
   * @param index the element's place, counted through all axes
   * @param array where it stands
   * @return a text such as {@code 1.0 2.0 >NaN< 4.0}
   */
  public static String elements(int index, Elements array) {
    StringJoiner line = new StringJoiner(" ");
    for (int i = start(index, array); i <= end(index, array); i++) {
      line.add(i == index ? ">" + array.text(i) + "<" : array.text(i));
    }
    return line.toString();
  }

  private static int row(Elements array) {
    int axes = array.shape().dimension();
    return axes == 0 ? 1 : (int) array.shape().get(axes - 1);
  }

  private static int start(int index, Elements array) {
    return Math.max(index - NEIGHBOURS, index - index % row(array));
  }

  private static int end(int index, Elements array) {
    return Math.min(index + NEIGHBOURS, index - index % row(array) + row(array) - 1);
  }

  /** An error needs no more than a few digits. */
  static String shortened(double error) {
    return Double.isFinite(error) ? String.format(Locale.ROOT, "%.3g", error) : error + "";
  }
}
