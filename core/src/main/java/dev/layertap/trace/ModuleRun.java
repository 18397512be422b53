// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import dev.layertap.model.ModulePlace;
import dev.layertap.take.Side;
import dev.layertap.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
   * Hands on what a module was given or returned.
   *
   * @param module one of the wanted places
   * @param side which of the two it is
   * @param value the value, which may be released when this method returns
   */
  public void report(ModulePlace module, Side side, Value value) {
    Call call = Call.next(pass, module, side);
    for (CallObserver observer : observers) {
      if (wants(observer, module, side)) {
        try {
          observer.passed(call, side, value);
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

  private boolean wants(CallObserver observer, ModulePlace module, Side side) {
    try {
      return observer.wants(pass, module, side);
    } catch (Throwable e) {
      observer.failed("when asked about " + module, e);
      return false;
    }
  }
}
