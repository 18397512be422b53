// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import java.util.function.BiFunction;

/**
 * Ends a call of the app with an error of ours, because the user wants errors to be fatal: the
 * bridge throws the exceptions that it is returned.
 *
 * @param message what went wrong
 */
record Refusal(String message) implements BiFunction<Object, Throwable, Object> {
  @Override
  public Object apply(Object result, Throwable thrown) {
    return new IllegalStateException(message);
  }
}
