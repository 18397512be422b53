// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import dev.layertap.take.Step;
import dev.layertap.take.Take;
import dev.layertap.torchscript.twin.Wanted;
import java.util.ArrayList;
import java.util.List;

/**
 * What a twin does for a capture's policy.
 *
 * @param calls which calls, as {@link Wanted} has it
 * @param statistics whether numbers are enough
 * @param steps what is done before
 */
record TakeProgram(int calls, boolean statistics, List<Step> steps) {
  static final TakeProgram WHOLE = new TakeProgram(Wanted.ALL_CALLS, false, List.of());

  /** How many numbers stand before the steps, the calls and the statistics included. */
  private static final List<Long> BETWEEN = List.of(-1L, 0L, 0L);

  static TakeProgram of(Take take) {
    int calls = take.isLast() ? Wanted.LAST_CALL : take.onlyCall().orElse(Wanted.ALL_CALLS);
    return new TakeProgram(calls, take.isStatistics(), take.steps());
  }

  /** Whether values stay as they are. */
  boolean keepsWhole() {
    return !statistics && steps.isEmpty();
  }

  List<Long> words() {
    List<Long> code = new ArrayList<>();
    steps.forEach(step -> add(step, code));
    List<Long> words = new ArrayList<>();
    words.add((long) calls);
    words.addAll(BETWEEN);
    words.add(statistics ? 1L : 0L);
    words.add((long) code.size());
    words.addAll(code);
    return words;
  }

  private static void add(Step step, List<Long> code) {
    if (step instanceof Step.Slice slice) {
      code.addAll(List.of((long) Wanted.SLICE, (long) slice.axis(), slice.from(), slice.to()));
    } else if (step instanceof Step.Reduce reduce) {
      code.add(
          switch (reduce.reduction()) {
            case MEAN -> (long) Wanted.MEAN;
            case MAX -> (long) Wanted.MAX;
            case NORM -> (long) Wanted.NORM;
          });
      code.add((long) reduce.axes().size());
      reduce.axes().forEach(axis -> code.add((long) axis));
    } else if (step instanceof Step.Convert convert) {
      code.add((long) Wanted.CONVERT);
      code.add((long) ElementTypes.number(convert.type()));
    } else {
      code.add((long) Wanted.TO_CPU);
    }
  }
}
