// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import java.util.List;
import java.util.Optional;

/**
 * A function, method or closure.
 *
 * @param name its name
 * @param parameters its parameters, a method's own object included
 * @param returns the type of its result, if one is written
 * @param body its statements
 * @param span where its parts stand
 */
public record FunctionCode(
    String name,
    List<Parameter> parameters,
    Optional<TypeName> returns,
    List<Statement> body,
    Span span) {

  /**
   * A parameter.
   *
   * @param name its name
   * @param type its type, if one is written
   * @param hasDefault whether it may be left out
   * @param start where it begins
   * @param end where it ends, its default included
   */
  public record Parameter(
      String name, Optional<TypeName> type, boolean hasDefault, int start, int end) {}

  /**
   * Offsets in the source.
   *
   * @param start where {@code def} begins
   * @param nameStart where the name begins
   * @param open the offset after the opening parenthesis
   * @param close the offset of the closing parenthesis
   * @param returnsStart where the result's type begins, or the closing parenthesis when none is
   *     written
   * @param returnsEnd where the result's type ends
   * @param bodyStart where the first statement begins
   * @param end the offset after the last statement's line
   */
  public record Span(
      int start,
      int nameStart,
      int open,
      int close,
      int returnsStart,
      int returnsEnd,
      int bodyStart,
      int end) {}
}
