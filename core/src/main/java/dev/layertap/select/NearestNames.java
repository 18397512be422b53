// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds what somebody may have meant. */
public final class NearestNames {
  private static final int MOST = 3;

  private NearestNames() {}

  /**
   * Says which of the known names are close to a wrong one.
   *
   * @param wrong what was asked for
   * @param known what there is
   * @return {@code " Did you mean \"conv1\" or \"conv2\"?"}, or nothing if no name is near
   */
  public static String didYouMean(String wrong, Collection<String> known) {
    List<String> near = nearest(wrong, known);
    if (near.isEmpty()) {
      return "";
    }
    return near.stream()
        .map(name -> '"' + name + '"')
        .collect(Collectors.joining(" or ", " Did you mean ", "?"));
  }

  private static List<String> nearest(String wrong, Collection<String> known) {
    String sought = wrong.toLowerCase(Locale.ROOT);
    return known.stream()
        .distinct()
        .filter(name -> distance(sought, name) <= Math.max(1, name.length() / 3))
        .sorted(
            Comparator.<String>comparingInt(name -> distance(sought, name))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }

  /** The edit distance, but little for a name that ends in what was sought. */
  private static int distance(String sought, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals(sought)) {
      return 0;
    }
    return lower.endsWith("." + sought) ? 1 : editDistance(sought, lower);
  }

  private static int editDistance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
