// SPDX-License-Identifier: Apache-2.0
package dev.layertap.value;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a block or module took or returned, in its own structure.
 *
 * <p>What was given is a {@link Sequence} of positional inputs. What was returned is a {@link
 * Tensor} if a block's {@link NDList} held one array, any other list a {@link Sequence}. A
 * TorchScript module may also return tuples, dictionaries, numbers and {@code None}.
 */
public sealed interface Value {
  /**
   * An array.
   *
   * @param array the array
   * @param convertedFrom what PyTorch calls the type that its elements had, if DJL has no such type
   *     and they were converted: {@code bfloat16}, {@code qint8}, {@code complex64}, {@code
   *     sparse_coo}
   */
  record Tensor(NDArray array, Optional<String> convertedFrom) implements Value {
    /**
     * An array as it is.
     *
     * @param array the array
     */
    public Tensor(NDArray array) {
      this(array, Optional.empty());
    }
  }

  /**
   * A list, a tuple or a named tuple.
   *
   * @param fields the names of the elements, for a named tuple; else empty
   * @param elements the elements
   */
  record Sequence(List<String> fields, List<Value> elements) implements Value {}

  /**
   * A dictionary, in its own order.
   *
   * @param entries the values by key; a key that is no string in its Python spelling
   */
  record Mapping(Map<String, Value> entries) implements Value {}

  /**
   * A number, truth value or text.
   *
   * @param value a {@link Long}, {@link Double}, {@link Boolean} or {@link String}
   */
  record Scalar(Object value) implements Value {
    private static final int MOST_SIGNS = 40;

    /** Returns the number as it is, or the beginning of the text in quotes. */
    @Override
    public String toString() {
      if (!(value instanceof String text)) {
        return value.toString();
      }
      return text.length() <= MOST_SIGNS
          ? '"' + text + '"'
          : '"' + text.substring(0, MOST_SIGNS) + "...\"";
    }
  }

  /** Python's {@code None}. */
  record None() implements Value {}

  /**
   * An array of which only numbers were kept.
   *
   * @param shape the array's shape
   * @param type its element type
   * @param statistics the numbers
   * @param convertedFrom the type that the elements had before, as in {@link Tensor}
   */
  record Summary(Shape shape, DataType type, Statistics statistics, Optional<String> convertedFrom)
      implements Value {
    /**
     * Numbers about an array as it is.
     *
     * @param shape the array's shape
     * @param type its element type
     * @param statistics the numbers
     */
    public Summary(Shape shape, DataType type, Statistics statistics) {
      this(shape, type, statistics, Optional.empty());
    }
  }

  /**
   * Something that cannot be captured.
   *
   * @param reason what it is, and why not
   */
  record Opaque(String reason) implements Value {}

  /**
   * Takes what a block returned.
   *
   * @param list the arrays
   * @return a tensor for one array, else a sequence; an array that is closed, or of a type that DJL
   *     does not know, is opaque
   */
  static Value of(NDList list) {
    if (list.size() == 1) {
      return of(list.get(0));
    }
    return sequence(list);
  }

  /**
   * Takes what a block was given.
   *
   * @param inputs the positional inputs
   * @return a sequence of them, be it of one
   */
  static Value ofInputs(NDList inputs) {
    return sequence(inputs);
  }

  private static Value sequence(NDList list) {
    // A loop: this runs for each call of each block that is captured.
    List<Value> elements = new ArrayList<>(list.size());
    for (NDArray array : list) {
      elements.add(of(array));
    }
    return new Sequence(List.of(), Collections.unmodifiableList(elements));
  }

  /** DJL's lists allow null, and models put it there for what they leave out. */
  private static Value of(@Nullable NDArray array) {
    if (array == null) {
      return new None();
    }
    if (array.isReleased()) {
      return new Opaque("an array that the model had closed already");
    }
    return array.getDataType() == DataType.UNKNOWN
        ? new Opaque("a tensor of a type that DJL does not know")
        : new Tensor(array);
  }

  /**
   * Returns the arrays.
   *
   * @return all arrays, in order, however deep they are nested
   */
  default NDList arrays() {
    NDList arrays = new NDList();
    visit(
        "",
        (key, leaf) -> {
          if (leaf instanceof Tensor tensor) {
            arrays.add(tensor.array());
          }
        });
    return arrays;
  }

  /**
   * Returns what is at the ends of the structure.
   *
   * @return tensors, summaries, scalars and nones by their place: {@code ""} for a value without
   *     structure, else {@code 1} or {@code 1/name}, counted from 0
   */
  default Map<String, Value> leaves() {
    Map<String, Value> leaves = new LinkedHashMap<>();
    visit("", leaves::put);
    return leaves;
  }

  /**
   * Makes the same structure with other arrays.
   *
   * @param change what to put in the place of each array
   * @return the new value
   */
  default Value map(UnaryOperator<NDArray> change) {
    return mapTensors(array -> new Tensor(change.apply(array)));
  }

  /**
   * Makes the same structure with other values in the place of arrays. What an array was converted
   * from is said of what takes its place too.
   *
   * @param change what to put in the place of each array
   * @return the new value
   */
  default Value mapTensors(Function<NDArray, Value> change) {
    if (this instanceof Tensor tensor) {
      return convertedFrom(tensor.convertedFrom(), change.apply(tensor.array()));
    }
    if (this instanceof Sequence sequence) {
      List<Value> changed = new ArrayList<>(sequence.elements().size());
      sequence.elements().forEach(element -> changed.add(element.mapTensors(change)));
      return new Sequence(sequence.fields(), changed);
    }
    if (this instanceof Mapping mapping) {
      Map<String, Value> changed = new LinkedHashMap<>();
      mapping.entries().forEach((key, entry) -> changed.put(key, entry.mapTensors(change)));
      return new Mapping(changed);
    }
    return this;
  }

  private static Value convertedFrom(Optional<String> type, Value value) {
    if (type.isEmpty()) {
      return value;
    }
    if (value instanceof Tensor tensor) {
      return new Tensor(tensor.array(), type);
    }
    return value instanceof Summary summary
        ? new Summary(summary.shape(), summary.type(), summary.statistics(), type)
        : value;
  }

  private void visit(String key, BiConsumer<String, Value> visitor) {
    if (this instanceof Sequence sequence) {
      for (int i = 0; i < sequence.elements().size(); i++) {
        sequence.elements().get(i).visit(below(key, Integer.toString(i)), visitor);
      }
    } else if (this instanceof Mapping mapping) {
      mapping.entries().forEach((name, entry) -> entry.visit(below(key, name), visitor));
    } else {
      visitor.accept(key, this);
    }
  }

  private static String below(String key, String step) {
    return key.isEmpty() ? step : key + "/" + step;
  }
}
