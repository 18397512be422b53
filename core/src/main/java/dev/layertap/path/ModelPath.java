// SPDX-License-Identifier: Apache-2.0
package dev.layertap.path;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The place of a block or module below the model's root: {@code layer3.0.downsample.1}.
 *
 * <p>The root's own path has no steps and reads {@code ""}. A step may hold any character; {@link
 * #toString()} escapes those that mean something in a selector, so that what is printed can be
 * pasted back as one.
 *
 * @param steps the names from the root's child down to the place itself
 */
public record ModelPath(List<String> steps) implements Comparable<ModelPath> {
  /** The path of a root. */
  public static final ModelPath ROOT = new ModelPath(List.of());

  private static final String SPECIAL_ANYWHERE = "\\.*?()= \t\n\r";
  private static final String SPECIAL_FIRST = "/@";

  /**
   * Takes the steps as they are.
   *
   * @param steps the names from the root's child down to the place itself
   */
  public ModelPath {
    steps = List.copyOf(steps);
  }

  /**
   * Returns the path of a child.
   *
   * @param step the child's name, unescaped
   * @return this path with one more step
   */
  public ModelPath child(String step) {
    String[] longer = steps.toArray(new String[steps.size() + 1]);
    longer[steps.size()] = step;
    return new ModelPath(List.of(longer));
  }

  /**
   * Returns whether this is the path of a root.
   *
   * @return true if there are no steps
   */
  public boolean isRoot() {
    return steps.isEmpty();
  }

  @Override
  public int compareTo(ModelPath other) {
    return toString().compareTo(other.toString());
  }

  /**
   * Returns the steps joined by dots, escaped as a selector wants them; {@code ""} for the root.
   */
  @Override
  public String toString() {
    return steps.stream().map(ModelPath::escape).collect(Collectors.joining("."));
  }

  private static String escape(String step) {
    if (step.equals("and") || step.equals("or") || step.equals("not")) {
      return "\\" + step;
    }
    StringBuilder escaped = new StringBuilder(step.length());
    for (int i = 0; i < step.length(); i++) {
      char c = step.charAt(i);
      if (SPECIAL_ANYWHERE.indexOf(c) >= 0 || (i == 0 && SPECIAL_FIRST.indexOf(c) >= 0)) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }
}
