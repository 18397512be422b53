// SPDX-License-Identifier: Apache-2.0
package dev.layertap.take;

/** The written form of a {@link Take} does not follow the grammar. Its message quotes it. */
public final class TakeSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  TakeSyntaxException(String text, String problem) {
    super(
        "\""
            + text
            + "\" does not say what to take: "
            + problem
            + (problem.endsWith("?") ? "" : "."));
  }
}
