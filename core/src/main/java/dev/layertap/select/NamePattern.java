// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A dotted name with wildcards, matched step by step: {@code *} and {@code ?} stay within a step,
 * {@code **} spans one step or more. A backslash takes the meaning from the character after it.
 */
record NamePattern(List<Step> steps) {

  /**
   * What one step of the name must look like: a text, or a pattern if it has wildcards; neither
   * means any steps, at least one.
   *
   * <p>A serving app opens a scope for each request, and each scope asks of each place.
   */
  record Step(@Nullable String text, @Nullable Pattern pattern) {
    private static final Step MANY = new Step(null, null);

    boolean spansMany() {
      return text == null && pattern == null;
    }

    boolean matches(String name, Set<String> otherSpellings) {
      if (matches(name)) {
        return true;
      }
      for (String other : otherSpellings) {
        if (matches(other)) {
          return true;
        }
      }
      return false;
    }

    /** Patterns know no equality of their own, and equal captures shall be known as such. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Step step
          && Objects.equals(text, step.text)
          && Objects.equals(regex(), step.regex());
    }

    @Override
    public int hashCode() {
      return Objects.hash(text, regex());
    }

    private @Nullable String regex() {
      return pattern == null ? null : pattern.pattern();
    }

    private boolean matches(String name) {
      return text != null ? text.equals(name) : pattern == null || pattern.matcher(name).matches();
    }
  }

  /**
   * Reads a pattern.
   *
   * @param source the whole capture, for messages
   * @param start where the pattern begins in it
   * @param end where it ends
   */
  static NamePattern parse(String source, int start, int end) {
    List<Step> steps = new ArrayList<>();
    int stepStart = start;
    for (int i = start; i < end; i++) {
      if (source.charAt(i) == '\\') {
        i++;
      } else if (source.charAt(i) == '.') {
        steps.add(step(source, stepStart, i));
        stepStart = i + 1;
      }
    }
    steps.add(step(source, stepStart, end));
    return new NamePattern(List.copyOf(steps));
  }

  private static Step step(String source, int start, int end) {
    if (start == end) {
      throw new SelectorSyntaxException(
          source, start, "a step is empty; write a literal dot as \"\\.\"");
    }
    if (source.substring(start, end).equals("**")) {
      return Step.MANY;
    }
    StringBuilder text = new StringBuilder();
    StringBuilder regex = new StringBuilder();
    boolean hasWildcards = false;
    for (int i = start; i < end; i++) {
      char c = source.charAt(i);
      if (c == '*') {
        if (i + 1 < end && source.charAt(i + 1) == '*') {
          throw new SelectorSyntaxException(source, i, "\"**\" must stand alone between dots");
        }
        regex.append(".*");
        hasWildcards = true;
      } else if (c == '?') {
        regex.append('.');
        hasWildcards = true;
      } else {
        if (c == '\\' && ++i == end) {
          throw new SelectorSyntaxException(
              source, i - 1, "a backslash escapes the character after it, but there is none");
        }
        regex.append(Pattern.quote(source.substring(i, i + 1)));
        text.append(source.charAt(i));
      }
    }
    return hasWildcards
        ? new Step(null, Pattern.compile(regex.toString(), Pattern.DOTALL))
        : new Step(text.toString(), null);
  }

  /**
   * Returns whether a name follows this pattern.
   *
   * @param name the steps of the name
   * @param otherSpellings for each step the other names that it goes by
   */
  boolean matches(List<String> name, List<Set<String>> otherSpellings) {
    return matches(0, name, otherSpellings, 0);
  }

  private boolean matches(int step, List<String> name, List<Set<String>> otherSpellings, int at) {
    if (step == steps.size() || at == name.size()) {
      return step == steps.size() && at == name.size();
    }
    Step first = steps.get(step);
    return first.matches(name.get(at), otherSpellings.get(at))
        && (matches(step + 1, name, otherSpellings, at + 1)
            || (first.spansMany() && matches(step, name, otherSpellings, at + 1)));
  }
}
