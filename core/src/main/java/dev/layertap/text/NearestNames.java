// SPDX-License-Identifier: Apache-2.0
package dev.layertap.text;

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

  /**
   * Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
   */
  private static int editDistance(String a, String b) {
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int replaced = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        steps[i][j] = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
        }
      }
    }
    return steps[a.length()][b.length()];
  }
}
