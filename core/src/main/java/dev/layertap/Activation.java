// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.layertap.path.ModelPath;
import dev.layertap.take.Side;
import dev.layertap.value.Value;
import java.util.stream.Collectors;

/**
 * One captured value: what a block or module returned in one call, or what it was given.
 *
 * <p>The arrays are copies, made at the moment of the call, outside of the autograd graph. They
 * belong to the scope and are released when it is closed; {@link NDArray#detach()} or {@link
 * NDArray#attach} takes one out of it.
 */
public final class Activation {
  private final String name;
  private final ModelPath path;
  private final String type;
  private final int pass;
  private final int call;
  private final Side side;
  private final Value value;

  Activation(String name, ModelPath path, String type, int pass, int call, Side side, Value value) {
    this.name = name;
    this.path = path;
    this.type = type;
    this.pass = pass;
    this.call = call;
    this.side = side;
    this.value = value;
  }

  /**
   * Returns the name it is read by.
   *
   * @return the capture's name, or the path
   */
  public String name() {
    return name;
  }

  /**
   * Returns where it was captured.
   *
   * @return the path as PyTorch would write it; {@code ""} for the root
   */
  public String path() {
    return path.toString();
  }

  /**
   * Returns what was captured.
   *
   * @return the simple name of the block's or module's type, such as {@code Conv2d}
   */
  public String blockType() {
    return type;
  }

  /**
   * Returns which pass of its scope it comes from.
   *
   * @return 0 for the first root {@code forward} that the scope saw
   */
  public int pass() {
    return pass;
  }

  /**
   * Returns which call within the pass it comes from.
   *
   * @return 0 for the first {@code forward} at this path in this pass
   */
  public int call() {
    return call;
  }

  /**
   * Returns which end of the call it is.
   *
   * @return {@link Side#OUTPUT}, unless the capture asked for inputs
   */
  public Side side() {
    return side;
  }

  /**
   * Returns the captured array.
   *
   * @return the only array
   * @throws LayertapException if there are several, or none; if the call ran but its value cannot
   *     be seen, the message says why
   */
  public NDArray array() {
    if (value instanceof Value.Opaque opaque) {
      throw new LayertapException(
          "%s, pass %d, call %d cannot be seen: %s".formatted(name, pass, call, opaque.reason()));
    }
    NDList arrays = value.arrays();
    if (arrays.size() != 1) {
      throw new LayertapException(
          "%s holds %d arrays, not one; read them with arrays()".formatted(this, arrays.size()));
    }
    return arrays.get(0);
  }

  /**
   * Returns the captured arrays.
   *
   * @return all arrays in the order in which the block took or returned them, however they were
   *     nested; a list of its own
   */
  public NDList arrays() {
    return value.arrays();
  }

  /**
   * Returns what was captured, in its own structure.
   *
   * @return the arrays as they were nested in lists, tuples and dictionaries
   */
  public Value value() {
    return value;
  }

  /**
   * Returns the shape of the captured array.
   *
   * @return the shape of {@link #array()}
   * @throws LayertapException if there are several arrays, or none
   */
  public Shape shape() {
    return array().getShape();
  }

  ModelPath modelPath() {
    return path;
  }

  /**
   * Returns a line such as {@code comp = layer3.0.downsample.1, pass 0, call 0: (1, 256, 14, 14)}.
   */
  @Override
  public String toString() {
    String where = path.isRoot() ? "the root" : path.toString();
    return "%s%s, pass %d, call %d%s: %s"
        .formatted(
            name.equals(path.toString()) || name.equals(".") ? "" : name + " = ",
            where,
            pass,
            call,
            side == Side.INPUT ? ", input" : "",
            described());
  }

  private String described() {
    return value instanceof Value.Opaque opaque
        ? "opaque, " + opaque.reason()
        : value.arrays().stream()
            .map(array -> array.getShape() + " " + array.getDataType())
            .collect(Collectors.joining(", "));
  }
}
