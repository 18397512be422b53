// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

/**
 * How a run is told what to take: a list of integers in front of the method's own arguments. This
 * is version {@value #VERSION}.
 *
 * <p>It begins with {@link Twins#selectionSize} slots: {@code 2 * number} for a module's outputs,
 * the next for its inputs. A slot is 0 where nothing is wanted, 1 where all values are wanted
 * whole, and else the place of a <b>list</b> behind the head. A slot for outputs that are not
 * wanted is -1 where the inputs are, so that one look tells that nothing is. With nothing but slots
 * the list may end here. The <b>head</b> follows:
 *
 * <pre>
 * VERSION    what this page describes; a twin refuses any other
 * ROOM       how many bytes may be kept until the run ends; -1 for any number
 * 0          a twin writes here that a fork has run, after which it knows calls' numbers no more
 * SHARED     1 if values that nothing overwrites may be taken as they are; 0 for copies of all
 * </pre>
 *
 * <p>A list holds how many calls the pass has seen, the number of programs, and the place of each.
 * A <b>program</b> is
 *
 * <pre>
 * CALLS      -1 all calls, -2 the last, else the only one
 * EARLIER    -1: a twin writes here where the value of the last call so far stands
 * BYTES      0: and how much that holds
 * UNFIT      0: a twin writes here that a step does not fit a value's shape
 * STATISTICS 1 for numbers about the value instead of it
 * LENGTH     of the steps
 * STEPS      SLICE axis from to | MEAN n axes | MAX n axes | NORM n axes | CONVERT type | TO_CPU
 * </pre>
 *
 * <p>What a run took is a list of numbers and a list of values of the same length. With {@code n}
 * for the length of that list, a number is {@link Twins#FORK}, at most {@link Twins#REMOVED}, or
 * {@code kind * n + what}:
 *
 * <pre>
 * PLAIN      slot     a value, whole
 * CONVERTED  slot     notes and a value, of which something was converted
 * CALL       slot     nothing: a call begins, and what programs made of it follows
 * RESULT     program  notes and a value
 * UNFITTING  program  notes and a value of which only shapes are true: a step does not fit them
 * DROPPED    program  nothing: a later call took its place
 * NO_ROOM    program  how many bytes were too many
 * </pre>
 *
 * <p>Notes are two numbers of the twin's own and then one for each tensor of the value, in order:
 * {@link Conversions} reads them. Statistics of a value that is a tensor are a list of numbers, and
 * stand in a tensor for each tensor of any other value: count, mean, standard deviation, minimum,
 * maximum, NaNs, infinite ones, zeros, c10's type and the sizes.
 */
public final class Wanted {
  /** Of this encoding. */
  public static final int VERSION = 3;

  /** How many numbers stand between the slots and the lists. */
  public static final int HEAD = 4;

  /** In a slot for outputs: these are not wanted, but the inputs are. */
  public static final int ONLY_INPUTS = -1;

  /** In a slot: whole values of all calls. */
  public static final int WHOLE = 1;

  /** For all calls. */
  public static final int ALL_CALLS = -1;

  /** For the last call. */
  public static final int LAST_CALL = -2;

  /** A step: a part of an axis. */
  public static final int SLICE = 1;

  /** A step: the mean over axes. */
  public static final int MEAN = 2;

  /** A step: the maximum over axes. */
  public static final int MAX = 3;

  /** A step: the Euclidean norm over axes. */
  public static final int NORM = 4;

  /** A step: another type of elements. */
  public static final int CONVERT = 5;

  /** A step: to the CPU's memory. */
  public static final int TO_CPU = 6;

  /** A kind of number: a value as it is. */
  public static final int PLAIN = 0;

  /** A kind of number: a value of which something was converted. */
  public static final int CONVERTED = 1;

  /** A kind of number: a call begins. */
  public static final int CALL = 2;

  /** A kind of number: what a program made. */
  public static final int RESULT = 3;

  /** A kind of number: a program's step does not fit. */
  public static final int UNFITTING = 4;

  /** A kind of number: a later call's took its place. */
  public static final int DROPPED = 5;

  /** A kind of number: there was no room. */
  public static final int NO_ROOM = 6;

  /** How far behind the slots it stands how many bytes may be kept. */
  public static final int ROOM = 1;

  static final int FORKED = 2;

  /** How far behind the slots it stands whether values may be shared. */
  public static final int SHARED = 3;

  static final int EARLIER = 1;
  static final int BYTES = 2;
  static final int UNFIT = 3;
  static final int STATISTICS = 4;
  static final int LENGTH = 5;
  static final int STEPS = 6;

  private Wanted() {}

  /**
   * Completes the slots: those of outputs say where inputs are wanted.
   *
   * @param words what is wanted, with its slots
   * @param selectionSize how many slots there are
   */
  public static void complete(long[] words, int selectionSize) {
    for (int slot = 0; slot + 1 < selectionSize; slot += 2) {
      if (words[slot] == 0 && words[slot + 1] > 0) {
        words[slot] = ONLY_INPUTS;
      }
    }
  }
}
