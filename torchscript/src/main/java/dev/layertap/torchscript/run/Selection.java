// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.pytorch.jni.IValue;
import dev.layertap.model.ModulePlace;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.torchscript.twin.Twins;
import dev.layertap.torchscript.twin.Wanted;
import dev.layertap.trace.ModuleRun;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run of a twin shall take of which modules' values, in the twin's own numbers. It can serve
 * many runs.
 */
final class Selection {
  private final Map<Integer, Slot> slots = new LinkedHashMap<>();
  private final Map<Integer, Program> programs = new LinkedHashMap<>();
  private final int size;
  private final long[] words;

  /** Who wants what of a slot. */
  private static final class Slot {
    private final List<ModulePlace> places = new ArrayList<>();
    private final Set<Take> takes = new LinkedHashSet<>();
    private boolean whole;
    private int calls = Integer.MAX_VALUE;
  }

  /**
   * What is made of the values of a slot.
   *
   * @param slot which
   * @param code what it does, and for which calls
   * @param takes who asked for that
   */
  record Program(int slot, TakeProgram code, List<Take> takes) {}

  /** Takes whole values of all calls. */
  Selection(Collection<ModulePlace> outputs, Collection<ModulePlace> inputs, Twins twins) {
    this.size = twins.selectionSize();
    outputs.forEach(place -> add(place, Side.OUTPUT, List.of(), 0));
    inputs.forEach(place -> add(place, Side.INPUT, List.of(), 0));
    words = write(false);
    Wanted.complete(words, size);
    words[size + Wanted.SHARED] = 0; // they go to a user, who may write to them
  }

  /**
   * Takes what a run's observers want.
   *
   * @param limited whether there is a limit to what may be held
   */
  Selection(ModuleRun run, Twins twins, boolean limited) {
    this.size = twins.selectionSize();
    for (Side side : List.of(Side.OUTPUT, Side.INPUT)) {
      run.wanted()
          .of(side)
          .forEach((place, takes) -> add(place, side, takes, run.callsSoFar(place, side)));
    }
    words = write(limited);
    Wanted.complete(words, size);
    words[size + Wanted.SHARED] = 1; // they are copied when somebody reads them
  }

  private void add(ModulePlace place, Side side, List<Take> takes, int calls) {
    int number = place.module().key();
    if (number != RewrittenModel.NO_NUMBER) {
      Slot slot =
          slots.computeIfAbsent(2 * number + (side == Side.INPUT ? 1 : 0), unseen -> new Slot());
      slot.places.add(place);
      slot.takes.addAll(takes);
      slot.whole |= takes.isEmpty();
      slot.calls = Math.min(slot.calls, calls);
    }
  }

  private long[] write(boolean limited) {
    List<Long> writing = new ArrayList<>(Collections.nCopies(size, 0L));
    writing.add((long) Wanted.VERSION);
    writing.add(-1L);
    writing.add(0L);
    writing.add(0L);
    slots.forEach((number, slot) -> writing.set(number, write(number, slot, limited, writing)));
    return writing.stream().mapToLong(Long::longValue).toArray();
  }

  /** A slot's word; what it points to is put behind all that is there. */
  private long write(int number, Slot slot, boolean limited, List<Long> writing) {
    Map<TakeProgram, List<Take>> wanted = new LinkedHashMap<>();
    slot.takes.forEach(
        take -> wanted.computeIfAbsent(TakeProgram.of(take), key -> new ArrayList<>()).add(take));
    if (slot.whole || (!limited && wanted.containsKey(TakeProgram.WHOLE))) {
      return Wanted.WHOLE;
    }
    if (wanted.containsKey(TakeProgram.WHOLE)) {
      // What is there whole anyway is reduced from that, after the run.
      wanted.clear();
      wanted.put(TakeProgram.WHOLE, List.copyOf(slot.takes));
    }
    int list = writing.size();
    writing.add((long) slot.calls);
    writing.add((long) wanted.size());
    wanted.forEach((code, takes) -> writing.add(0L));
    int entry = list + 2;
    for (Map.Entry<TakeProgram, List<Take>> program : wanted.entrySet()) {
      int at = writing.size();
      writing.set(entry++, (long) at);
      writing.addAll(program.getKey().words());
      programs.put(at, new Program(number, program.getKey(), program.getValue()));
    }
    return list;
  }

  /**
   * As a twin takes it, in front of the model's own inputs; the caller closes it.
   *
   * @param room how many bytes may be held; -1 for any number
   */
  IValue asArgument(long room) {
    long[] numbers = words.clone();
    numbers[size + Wanted.ROOM] = room;
    return IValue.listFrom(numbers);
  }

  /** How many numbers that has. */
  int length() {
    return words.length;
  }

  /** The places that a value in a slot belongs to: several, for an object at several paths. */
  List<ModulePlace> placesOf(int slot) {
    Slot known = slots.get(slot);
    return known == null ? List.of() : known.places;
  }

  /** The program that stands at a place of {@link #asArgument}. */
  Program program(int at) {
    Program program = programs.get(at);
    if (program == null) {
      throw new IllegalStateException("the twin speaks of a program at %d".formatted(at));
    }
    return program;
  }

  static boolean isInput(int slot) {
    return slot % 2 == 1;
  }

  static Side side(int slot) {
    return isInput(slot) ? Side.INPUT : Side.OUTPUT;
  }
}
