// SPDX-License-Identifier: Apache-2.0
package dev.layertap.take;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * What a capture takes of the calls at a place, and how it keeps it.
 *
 * <p>It begins with {@link #outputs()}, {@link #inputs()} or {@link #both()}; what it does not say
 * is all calls of all passes, as safe copies. In code it is put together, in annotations it is
 * written; both forms say the same:
 *
 * <pre>{@code
 * Take.outputs().last().everyPass(10).mean(2, 3).toCpu()
 * Take.parse("output last every(10) mean(2, 3) cpu")
 * }</pre>
 *
 * <p>What is done to the arrays is done in the order in which it is said, on the device where they
 * are, before anything is kept.
 */
public final class Take {
  /** What of an array outlives the call. */
  private enum Kept {
    COPY,
    REFERENCE,
    STATISTICS
  }

  private static final Take OUTPUTS = new Take(EnumSet.of(Side.OUTPUT));
  private static final Take INPUTS = new Take(EnumSet.of(Side.INPUT));
  private static final Take BOTH = new Take(EnumSet.allOf(Side.class));

  private final Set<Side> sides;
  private final Calls calls;
  private final int passes;
  private final List<Step> steps;
  private final Kept kept;

  private Take(Set<Side> sides) {
    this(sides, Calls.ALL, 1, List.of(), Kept.COPY);
  }

  private Take(Set<Side> sides, Calls calls, int passes, List<Step> steps, Kept kept) {
    this.sides = sides;
    this.calls = calls;
    this.passes = passes;
    this.steps = steps;
    this.kept = kept;
  }

  /**
   * Takes what is returned.
   *
   * @return what a capture takes that says nothing of it
   */
  public static Take outputs() {
    return OUTPUTS;
  }

  /**
   * Takes what is given: the positional inputs, as they are before the block or module runs.
   *
   * @return the policy
   */
  public static Take inputs() {
    return INPUTS;
  }

  /**
   * Takes what is given and what is returned, as two activations of a call.
   *
   * @return the policy
   */
  public static Take both() {
    return BOTH;
  }

  /**
   * Reads the written form.
   *
   * <pre>
   * take   = { word }
   * word   = "output" | "input" | "both"               output, unless it is said
   *        | "all" | "first" | "last" | "call(N)"      of the calls in a pass, from 0; all
   *        | "every(N)"                                passes 0, N, 2N and so on; each
   *        | "slice(AXIS, FROM, TO)"
   *        | "mean(AXES)" | "max(AXES)" | "norm(AXES)"
   *        | "cpu" | "float16" | "float32" | "float64" | "int8" | "uint8" | "int32" | "int64" | "boolean"
   *        | "copy" | "reference" | "statistics"       copy, unless it is said
   * </pre>
   *
   * @param text such as {@code "input last mean(2, 3)"}; an empty one is {@link #outputs()}
   * @return what it says
   * @throws TakeSyntaxException if it does not follow the grammar, or contradicts itself
   */
  public static Take parse(String text) {
    return TakeParser.parse(text);
  }

  /**
   * Reads the written form where there may be no DJL, as in a compiler.
   *
   * @param text as {@link #parse(String)} takes it
   * @throws TakeSyntaxException if {@link #parse(String)} would throw it, with the same message
   */
  public static void check(String text) {
    TakeParser.check(text);
  }

  /**
   * Keeps the first call of each pass.
   *
   * @return a policy that also says this
   */
  public Take first() {
    return call(0);
  }

  /**
   * Keeps the last call of each pass.
   *
   * @return a policy that also says this
   */
  public Take last() {
    return with(Calls.LAST);
  }

  /**
   * Keeps one call of each pass.
   *
   * @param number counted from 0
   * @return a policy that also says this
   */
  public Take call(int number) {
    return with(new Calls.Nth(number));
  }

  /**
   * Keeps only the passes 0, {@code n}, 2{@code n} and so on, as the scope counts them.
   *
   * @param n at least 1
   * @return a policy that also says this
   */
  public Take everyPass(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("every(%d) keeps no pass; 1 keeps all".formatted(n));
    }
    return new Take(sides, calls, n, steps, kept);
  }

  /**
   * Keeps a part of an axis.
   *
   * @param axis counted from 0; a negative one from the end
   * @param from the first index that is kept; a negative one counts from the end
   * @param to the first index that is not kept; a negative one counts from the end
   * @return a policy that also says this
   */
  public Take slice(int axis, long from, long to) {
    return with(new Step.Slice(axis, from, to));
  }

  /**
   * Keeps the mean over axes, which vanish from the shape.
   *
   * @param axes counted from 0; negative ones from the end
   * @return a policy that also says this
   */
  public Take mean(int... axes) {
    return with(reduce(Step.Reduction.MEAN, axes));
  }

  /**
   * Keeps the maximum over axes, which vanish from the shape.
   *
   * @param axes counted from 0; negative ones from the end
   * @return a policy that also says this
   */
  public Take max(int... axes) {
    return with(reduce(Step.Reduction.MAX, axes));
  }

  /**
   * Keeps the Euclidean norm over axes, which vanish from the shape.
   *
   * @param axes counted from 0; negative ones from the end
   * @return a policy that also says this
   */
  public Take norm(int... axes) {
    return with(reduce(Step.Reduction.NORM, axes));
  }

  /**
   * Keeps another element type.
   *
   * @param type float16, float32, float64, int8, uint8, int32, int64 or boolean
   * @return a policy that also says this
   * @throws IllegalArgumentException for any other type
   */
  public Take toType(DataType type) {
    return with(new Step.Convert(type));
  }

  /**
   * Keeps the array in the CPU's memory.
   *
   * @return a policy that also says this
   */
  public Take toCpu() {
    return with(new Step.ToCpu());
  }

  /**
   * Keeps {@linkplain dev.layertap.value.Statistics numbers about the arrays}, computed where they
   * are, and not the arrays.
   *
   * @return a policy that also says this
   */
  public Take statistics() {
    return with(Kept.STATISTICS);
  }

  /**
   * Keeps no copy but the very memory of the array, which costs next to nothing. For those who know
   * that the model does not overwrite it; reading it fails if something did, as far as a sample of
   * its elements shows.
   *
   * @return a policy that also says this
   */
  public Take byReference() {
    return with(Kept.REFERENCE);
  }

  private Take with(Calls changed) {
    return new Take(sides, changed, passes, steps, kept);
  }

  Take with(Step step) {
    if (kept == Kept.REFERENCE) {
      throw contradiction(step);
    }
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new Take(sides, calls, passes, List.copyOf(longer), kept);
  }

  private Take with(Kept changed) {
    if (changed == Kept.REFERENCE && !steps.isEmpty()) {
      throw contradiction(steps.get(0));
    }
    return new Take(sides, calls, passes, steps, changed);
  }

  private static IllegalArgumentException contradiction(Step step) {
    return new IllegalArgumentException(
        "reference and %s contradict each other: a reference is the model's own array"
            .formatted(step));
  }

  private static Step reduce(Step.Reduction reduction, int[] axes) {
    return new Step.Reduce(reduction, IntStream.of(axes).boxed().toList());
  }

  /**
   * Returns whether one end of a call is taken.
   *
   * @param side the end
   * @return true if its value becomes an activation
   */
  public boolean includes(Side side) {
    return sides.contains(side);
  }

  /**
   * Returns whether a pass is taken.
   *
   * @param pass counted from 0
   * @return true for all, unless only every nth is
   */
  public boolean includesPass(int pass) {
    return pass % passes == 0;
  }

  /**
   * Returns whether all passes are taken.
   *
   * @return true unless only every nth is
   */
  public boolean includesEveryPass() {
    return passes == 1;
  }

  /**
   * Returns whether a call is taken.
   *
   * @param call counted from 0, within a pass
   * @return true if its value becomes an activation, be it until a later one replaces it
   */
  public boolean includesCall(int call) {
    return calls.keeps(call);
  }

  /**
   * Returns whether each call takes the place of those before it in the same pass.
   *
   * @return true for {@link #last()}
   */
  public boolean isLast() {
    return calls instanceof Calls.Last;
  }

  /**
   * Returns the one call that is taken of each pass.
   *
   * @return its number; empty if all are, or the last
   */
  public OptionalInt onlyCall() {
    return calls instanceof Calls.Nth one ? OptionalInt.of(one.number()) : OptionalInt.empty();
  }

  /**
   * Returns what is done to each array, in order.
   *
   * @return the steps; empty if it is kept as it is
   */
  public List<Step> steps() {
    return steps;
  }

  /**
   * Returns whether only statistics are kept.
   *
   * @return true for {@link #statistics()}
   */
  public boolean isStatistics() {
    return kept == Kept.STATISTICS;
  }

  /**
   * Returns whether the model's own memory is kept.
   *
   * @return true for {@link #byReference()}
   */
  public boolean isReference() {
    return kept == Kept.REFERENCE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Take take && toString().equals(take.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** Returns the written form. */
  @Override
  public String toString() {
    StringJoiner words = new StringJoiner(" ");
    words.add(sides.size() == 2 ? "both" : sides.contains(Side.INPUT) ? "input" : "output");
    if (!calls.equals(Calls.ALL)) {
      words.add(calls.toString());
    }
    if (passes > 1) {
      words.add("every(" + passes + ")");
    }
    steps.forEach(step -> words.add(step.toString()));
    if (kept != Kept.COPY) {
      words.add(kept == Kept.REFERENCE ? "reference" : "statistics");
    }
    return words.toString();
  }
}
