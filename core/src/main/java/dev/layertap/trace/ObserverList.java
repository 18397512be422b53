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
    return Arrays.stream(observers).anyMatch(other -> other == observer);
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
    observers =
        Arrays.stream(observers).filter(other -> other != observer).toArray(CallObserver[]::new);
  }
}
