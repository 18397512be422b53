// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.TypeName;
import java.util.List;
import java.util.Map;

/**
 * A module whose calls can be captured.
 *
 * @param number its number: slot {@code 2 * number} is for its outputs, the next for its inputs
 * @param paths the paths at which it stands; several when one object is held twice
 * @param type its class's full name
 * @param originalName the name that its class had in Python
 * @param traced whether the tracer wrote it: several inputs are then in an order of its own, and
 *     elements that nobody used are missing
 * @param methods what its calls may run, by name
 */
public record Place(
    int number,
    List<String> paths,
    String type,
    String originalName,
    boolean traced,
    Map<String, Signature> methods) {

  /**
   * Takes and gives of a method.
   *
   * @param parameters the names of its parameters with their types, in order
   * @param result the type of its result
   */
  public record Signature(Map<String, TypeName> parameters, TypeName result) {}
}
