// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.layertap.path.ModelPath;
import dev.layertap.select.Place;
import dev.layertap.select.SelectorParser;
import dev.layertap.take.Side;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One captured value: what a block or module returned in one call, or what it was given.
 *
 * <p>The arrays are copies, unless the capture says otherwise, made at the moment of the call,
 * outside of the autograd graph. They belong to the scope and are released when it is closed;
 * {@link NDArray#detach()} or {@link NDArray#attach} takes one out of it.
 */
public final class Activation {
  private static final int MOST_DESCRIBED = 10;

  private final String name;
  private final Place place;
  private final int pass;
  private final int call;
  private final Side side;
  private final Kept kept;

  Activation(String name, Place place, int pass, int call, Side side, Kept kept) {
    this.name = name;
    this.place = place;
    this.pass = pass;
    this.call = call;
    this.side = side;
    this.kept = kept;
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
    return place.path().toString();
  }

  /**
   * Returns what was captured.
   *
   * @return the simple name of the block's or module's type, such as {@code Conv2d}
   */
  public String blockType() {
    return place.type();
  }

  /**
   * Returns whether a selector picks the place that it was captured at.
   *
   * @param selector such as {@code layer*.relu} or {@code type:BatchNorm*}
   * @return true if it does, whatever the activation's name is
   * @throws dev.layertap.select.SelectorSyntaxException if the text does not follow the grammar
   */
  public boolean matches(String selector) {
    return SelectorParser.selector(selector).matches(place);
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
   *     be seen, if only statistics were kept, or if it was kept by reference and something
   *     overwrote it, the message says so
   */
  public NDArray array() {
    return only(value());
  }

  private NDArray only(Value value) {
    if (value instanceof Value.Opaque opaque) {
      throw new LayertapException(where() + " cannot be seen: " + opaque.reason());
    }
    NDList arrays = value.arrays();
    if (arrays.size() != 1) {
      throw new LayertapException(
          arrays.isEmpty() && holdsStatistics()
              ? where() + " holds statistics only, as was asked for; read them with statistics()"
              : "%s holds %d arrays, not one; read them with arrays()"
                  .formatted(this, arrays.size()));
    }
    return arrays.get(0);
  }

  private boolean isReleased() {
    return kept.look(value -> value.arrays().stream().anyMatch(NDArray::isReleased));
  }

  private boolean holdsStatistics() {
    return leaves().stream().anyMatch(Value.Summary.class::isInstance);
  }

  /** The ends of its structure, to look at; arrays may be as the engine made them. */
  private Collection<Value> leaves() {
    return kept.look(Value::leaves).values();
  }

  /**
   * Returns the captured arrays.
   *
   * @return all arrays in the order in which the block took or returned them, however they were
   *     nested; a list of its own
   * @throws LayertapException if one was kept by reference and something overwrote it
   */
  public NDList arrays() {
    return value().arrays();
  }

  /**
   * Returns what was captured, in its own structure.
   *
   * @return the arrays as they were nested in lists, tuples and dictionaries
   * @throws LayertapException if one was kept by reference and something overwrote it
   */
  public Value value() {
    check();
    return kept.value();
  }

  /** Refuses to show what is not there any more. */
  void check() {
    if (isReleased()) {
      throw new IllegalStateException(
          where()
              + " was released when its scope was closed; read it before, or detach its arrays");
    }
    if (kept.isOverwritten()) {
      throw new LayertapException(
          where()
              + " was overwritten after it was captured: it was kept by reference, and the model"
              + " wrote to the same memory. Keep a copy of it.");
    }
  }

  /** Reads the value as it is kept; none of its arrays may leave. */
  <T> T look(Function<Value, T> reader) {
    return kept.look(reader);
  }

  /** The end of its structure that a step leads to, with an ordinary array. */
  Value leaf(String step) {
    return Objects.requireNonNull(kept.value().leaves().get(step));
  }

  /**
   * Returns numbers about the captured array: those that were kept, or of the array itself.
   *
   * @return its statistics
   * @throws LayertapException if there are several arrays, or none
   */
  public Statistics statistics() {
    List<Value.Summary> summaries =
        leaves().stream()
            .filter(Value.Summary.class::isInstance)
            .map(Value.Summary.class::cast)
            .toList();
    if (summaries.size() > 1) {
      throw new LayertapException(
          "%s holds statistics of %d arrays, not one; read them with value()"
              .formatted(this, summaries.size()));
    }
    if (!summaries.isEmpty()) {
      return summaries.get(0).statistics();
    }
    check();
    return kept.look(value -> Statistics.of(only(value)));
  }

  /**
   * Returns the shape of the captured array, or of what its statistics are about.
   *
   * @return the shape of {@link #array()}
   * @throws LayertapException if there are several arrays, or none
   */
  public Shape shape() {
    check();
    return kept.look(
        value -> value instanceof Value.Summary summary ? summary.shape() : only(value).getShape());
  }

  /**
   * Returns what was converted, because DJL has no type for it: PyTorch's name of the type that the
   * array had in the model. Quantised values are dequantised, bfloat16 and float8 become float32,
   * int16 and uint16 int32, uint32 and uint64 int64, a complex number becomes a pair of real ones,
   * and a sparse array a dense one.
   *
   * @return {@code bfloat16}, {@code qint8}, {@code complex64}, {@code sparse_coo} or another; if
   *     arrays of several types were converted their names, with commas between; empty if the
   *     arrays have the types that they had in the model
   */
  public Optional<String> convertedFrom() {
    String names =
        leaves().stream()
            .flatMap(leaf -> convertedFrom(leaf).stream())
            .distinct()
            .collect(Collectors.joining(", "));
    return Optional.of(names).filter(text -> !text.isEmpty());
  }

  private static Optional<String> convertedFrom(Value leaf) {
    if (leaf instanceof Value.Tensor tensor) {
      return tensor.convertedFrom();
    }
    return leaf instanceof Value.Summary summary ? summary.convertedFrom() : Optional.empty();
  }

  /** What a summary says of it: the shapes of arrays, and statistics if nothing else was kept. */
  List<String> shapes() {
    return leaves().stream()
        .flatMap(
            leaf ->
                leaf instanceof Value.Tensor tensor
                    ? Stream.of(tensor.array().getShape().toString())
                    : leaf instanceof Value.Summary summary
                        ? Stream.of(summary.shape() + " " + summary.statistics())
                        : Stream.empty())
        .toList();
  }

  Place place() {
    return place;
  }

  ModelPath modelPath() {
    return place.path();
  }

  long bytes() {
    return kept.bytes();
  }

  void release() {
    kept.release();
  }

  /** Whether it is of the same capture, place, side and pass. */
  boolean isSameBut(Activation other) {
    return place == other.place
        && pass == other.pass
        && side == other.side
        && name.equals(other.name);
  }

  /**
   * Returns a line such as {@code comp = layer3.0.downsample.1, pass 0, call 0: (1, 256, 14, 14)}.
   */
  @Override
  public String toString() {
    return where() + ": " + described();
  }

  /** Its name, path, pass, call and side. */
  String where() {
    String path = path();
    return "%s%s, pass %d, call %d%s"
        .formatted(
            name.equals(path) || name.equals(".") ? "" : name + " = ",
            path.isEmpty() ? "the root" : path,
            pass,
            call,
            side == Side.INPUT ? ", input" : "");
  }

  private String described() {
    List<String> ends =
        leaves().stream()
            .filter(leaf -> !(leaf instanceof Value.None))
            .map(Activation::described)
            .toList();
    if (ends.isEmpty()) {
      return "nothing";
    }
    int more = ends.size() - MOST_DESCRIBED;
    return ends.stream()
        .limit(MOST_DESCRIBED)
        .collect(Collectors.joining(", ", "", more > 0 ? " and %d more".formatted(more) : ""));
  }

  private static String before(Value leaf) {
    return convertedFrom(leaf).map(type -> " (was " + type + ")").orElse("");
  }

  private static String described(Value leaf) {
    if (leaf instanceof Value.Tensor tensor) {
      return tensor.array().getShape() + " " + tensor.array().getDataType() + before(leaf);
    }
    if (leaf instanceof Value.Scalar scalar) {
      return scalar.toString();
    }
    return leaf instanceof Value.Summary summary
        ? summary.shape() + " " + summary.type() + before(leaf) + ", " + summary.statistics()
        : "opaque, " + ((Value.Opaque) leaf).reason();
  }
}
