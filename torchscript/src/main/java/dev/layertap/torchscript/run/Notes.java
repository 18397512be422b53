// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.layertap.torchscript.twin.Conversions;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes of what a twin took the value that it stands for, with what the twin noted about it. */
final class Notes {
  private final long[] notes;
  private int next = Conversions.HEAD;

  private Notes(long[] notes) {
    this.notes = notes;
  }

  /** Says of each tensor what it was converted from; one that cannot be had becomes opaque. */
  static Value apply(long[] notes, Value value) {
    Notes reading = new Notes(notes);
    return value.mapTensors(reading::tensor);
  }

  /** Likewise, where a tensor of numbers stands for each tensor. */
  static Value applyToStatistics(long[] notes, Value value) {
    Notes reading = new Notes(notes);
    return value.mapTensors(reading::summary);
  }

  /** Likewise, where numbers stand for the one tensor. */
  static Value applyToNumbers(long[] notes, double[] numbers) {
    return new Notes(notes).summary(() -> numbers);
  }

  private long next() {
    return next < notes.length ? notes[next++] : 0;
  }

  private Value tensor(NDArray array) {
    long note = next();
    Optional<String> reason = Conversions.unreadable(note);
    if (reason.isPresent()) {
      array.close();
      return new Value.Opaque(reason.get());
    }
    return new Value.Tensor(array, Conversions.convertedFrom(note));
  }

  private Value summary(NDArray array) {
    try (array) {
      return summary(array::toDoubleArray);
    }
  }

  private Value summary(Supplier<double[]> numbers) {
    long note = next();
    Optional<String> reason = Conversions.unreadable(note);
    return reason.isPresent()
        ? new Value.Opaque(reason.get())
        : summary(numbers.get(), Conversions.convertedFrom(note));
  }

  private static Value summary(double[] numbers, Optional<String> convertedFrom) {
    Statistics statistics =
        new Statistics(
            (long) numbers[0],
            numbers[1],
            numbers[2],
            numbers[3],
            numbers[4],
            (long) numbers[5],
            (long) numbers[6],
            (long) numbers[7]);
    long[] sizes = Arrays.stream(numbers).skip(9).mapToLong(size -> (long) size).toArray();
    return new Value.Summary(
        new Shape(sizes), ElementTypes.type((int) numbers[8]), statistics, convertedFrom);
  }
}
