// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import java.util.Arrays;

/** Observers in order of registration. Read on every call, changed rarely, from any thread. */
final class ObserverList {
  private static final CallObserver[] NONE = {};

  private volatile CallObserver[] observers = NONE;

  CallObserver[] all() {
    return observers;
  }

  boolean contains(CallObserver observer) {
    for (CallObserver other : observers) {
      if (other == observer) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return observers.length == 0;
  }

  synchronized void add(CallObserver observer) {
    CallObserver[] longer = Arrays.copyOf(observers, observers.length + 1);
    longer[observers.length] = observer;
    observers = longer;
  }

  synchronized void remove(CallObserver observer) {
    // Loops: this is done twice for each scope, and streams are slow until they are compiled.
    if (contains(observer)) {
      CallObserver[] before = observers;
      CallObserver[] shorter = new CallObserver[before.length - 1];
      int kept = 0;
      for (CallObserver other : before) {
        if (other != observer) {
          shorter[kept++] = other;
        }
      }
      observers = shorter;
    }
  }
}
