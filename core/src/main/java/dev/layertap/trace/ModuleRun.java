// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import dev.layertap.model.ModulePlace;
import dev.layertap.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A block with modules inside that is about to run, and which of them somebody wants. */
public final class ModuleRun {
  private final Pass pass;
  private final List<CallObserver> observers;
  private final Set<ModulePlace> wanted;

  ModuleRun(Pass pass, List<ModulePlace> modules, List<CallObserver> observers) {
    this.pass = pass;
    this.observers = observers;
    this.wanted =
        modules.stream()
            .flatMap(ModulePlace::stream)
            .filter(module -> observers.stream().anyMatch(observer -> wants(observer, module)))
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Returns the modules whose values are wanted.
   *
   * @return the places; empty if the block may run as ever
   */
  public Set<ModulePlace> wanted() {
    return wanted;
  }

  /**
   * Hands on what a module returned.
   *
   * @param module one of the wanted places
   * @param outputs the value, which may be released when this method returns
   */
  public void report(ModulePlace module, Value outputs) {
    Call call = Call.next(pass, module);
    for (CallObserver observer : observers) {
      if (wants(observer, module)) {
        try {
          observer.reported(call, outputs);
        } catch (Throwable e) {
          observer.failed("when " + call + " ended", e);
        }
      }
    }
  }

  /**
   * Says that the values of this run could not be taken.
   *
   * @param error why
   */
  public void fail(Throwable error) {
    observers.forEach(observer -> observer.failed("inside of a block", error));
  }

  private boolean wants(CallObserver observer, ModulePlace module) {
    try {
      return observer.wants(pass, module);
    } catch (Throwable e) {
      observer.failed("when asked about " + module, e);
      return false;
    }
  }
}
