// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import dev.layertap.model.ModulePlace;
import dev.layertap.select.Place;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A block with modules inside that is about to run, and which of them somebody wants. */
public final class ModuleRun {
  private final Pass pass;
  private final List<CallObserver> observers;
  private final Set<ModulePlace> wantedInputs;
  private final Set<ModulePlace> wantedOutputs;

  ModuleRun(Pass pass, List<ModulePlace> modules, List<CallObserver> observers) {
    this.pass = pass;
    this.observers = observers;
    this.wantedInputs = wanted(modules, Side.INPUT);
    this.wantedOutputs = wanted(modules, Side.OUTPUT);
  }

  private Set<ModulePlace> wanted(List<ModulePlace> modules, Side side) {
    return modules.stream()
        .flatMap(ModulePlace::stream)
        .filter(module -> observers.stream().anyMatch(observer -> wants(observer, module, side)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Returns the modules whose values are wanted.
   *
   * @param side one end of their calls
   * @return the places; empty if nobody wants any
   */
  public Set<ModulePlace> wanted(Side side) {
    return side == Side.INPUT ? wantedInputs : wantedOutputs;
  }

  /**
   * Returns whether the block may run as ever.
   *
   * @return true if nobody wants to see any of its modules
   */
  public boolean isIdle() {
    return wantedInputs.isEmpty() && wantedOutputs.isEmpty();
  }

  /**
   * Returns what is to be taken of a place's calls.
   *
   * @param module one of the wanted places
   * @param side one end of its calls
   * @return different policies; empty if somebody wants whole values of all calls
   */
  public Set<Take> takes(ModulePlace module, Side side) {
    Set<Take> takes = new LinkedHashSet<>();
    for (CallObserver observer : observers) {
      if (wants(observer, module, side)) {
        List<Take> wanted = observer.takes(pass, module, side);
        if (wanted.isEmpty()) {
          return Set.of();
        }
        takes.addAll(wanted);
      }
    }
    return takes;
  }

  /**
   * Returns how much of what {@link #takes} names may be held until the run ends.
   *
   * @return in bytes, for all observers together; the largest number if one has no limit
   */
  public long room() {
    long sum = 0;
    for (CallObserver observer : observers) {
      long room = observer.room();
      if (room > Long.MAX_VALUE - sum) {
        return Long.MAX_VALUE;
      }
      sum += room;
    }
    return sum;
  }

  /**
   * Returns how many calls of a place this pass has seen.
   *
   * @param module one of the wanted places
   * @param side one end of its calls
   * @return 0, unless the block that holds it ran before in this pass
   */
  public int callsSoFar(ModulePlace module, Side side) {
    return pass.callsSoFar(module, side);
  }

  /**
   * Counts a call.
   *
   * @param module one of the wanted places
   * @param side the end that is reported
   * @return the call
   */
  public Call next(ModulePlace module, Side side) {
    return Call.next(pass, module, side);
  }

  /**
   * Hands on what a module was given or returned.
   *
   * @param module one of the wanted places
   * @param side which of the two it is
   * @param value the value, which may be released when this method returns
   */
  public void report(ModulePlace module, Side side, Value value) {
    report(next(module, side), side, value);
  }

  /**
   * Hands on what a module was given or returned in a call that was counted.
   *
   * @param call the call
   * @param side which of the two it is
   * @param value the value, which may be released when this method returns
   */
  public void report(Call call, Side side, Value value) {
    tell(call, side, observer -> observer.passed(call, side, value));
  }

  /**
   * Hands on what was made of a value.
   *
   * @param call the call
   * @param side which end of it
   * @param take what was asked for
   * @param value what came of it, which may be released when this method returns
   */
  public void reportTaken(Call call, Side side, Take take, Value value) {
    tellThoseThatTake(call, side, take, observer -> observer.taken(call, side, take, value));
  }

  /**
   * Hands on a whole value, of which nothing was made yet, to those who asked for something of it.
   *
   * @param call the call
   * @param side which end of it
   * @param take what was asked for
   * @param value the value, which may be released when this method returns
   */
  public void reportUntaken(Call call, Side side, Take take, Value value) {
    tellThoseThatTake(call, side, take, observer -> observer.untaken(call, side, take, value));
  }

  /**
   * Says that a value was not kept, because there was no {@link #room}.
   *
   * @param call the call
   * @param side which end of it
   * @param take what was asked for
   * @param bytes what it needs
   */
  public void reportOutOfRoom(Call call, Side side, Take take, long bytes) {
    tellThoseThatTake(call, side, take, observer -> observer.outOfRoom(call, side, take, bytes));
  }

  private void tellThoseThatTake(Call call, Side side, Take take, Consumer<CallObserver> news) {
    tell(
        call,
        side,
        observer -> {
          if (observer.takes(pass, call.place(), side).contains(take)) {
            news.accept(observer);
          }
        });
  }

  private void tell(Call call, Side side, Consumer<CallObserver> news) {
    for (CallObserver observer : observers) {
      if (wants(observer, call.place(), side)) {
        try {
          news.accept(observer);
        } catch (Throwable e) {
          observer.failed(failing(call, side), e);
        }
      }
    }
  }

  /** What an observer was told, for messages. */
  static String failing(Call call, Side side) {
    return "when " + call + (side == Side.INPUT ? " started" : " ended");
  }

  /**
   * Says that the values of this run could not be taken.
   *
   * @param error why
   */
  public void fail(Throwable error) {
    observers.forEach(observer -> observer.failed("inside of a block", error));
  }

  private boolean wants(CallObserver observer, Place module, Side side) {
    try {
      return observer.wants(pass, module, side);
    } catch (Throwable e) {
      observer.failed("when asked about " + module, e);
      return false;
    }
  }
}
