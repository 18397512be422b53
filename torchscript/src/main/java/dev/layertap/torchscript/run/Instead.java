// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs in the place of a method of the engine: being a {@link Supplier} is what tells the agent to
 * leave the method's own body out. What it throws is what the app sees, so it may only throw what
 * the engine would.
 */
final class Instead
    implements BiFunction<Object, Throwable, @Nullable Object>, Supplier<@Nullable Object> {
  private final Callable<? extends @Nullable Object> body;

  Instead(Callable<? extends @Nullable Object> body) {
    this.body = body;
  }

  @Override
  public @Nullable Object apply(@Nullable Object result, @Nullable Throwable thrown) {
    return get();
  }

  @Override
  public @Nullable Object get() {
    try {
      return body.call();
    } catch (Exception e) {
      throw Instead.<RuntimeException>asIs(e);
    }
  }

  /** A checked exception of the engine's method passes as it is: the app's code declares it. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> E asIs(Exception e) throws E {
    throw (E) e;
  }
}
