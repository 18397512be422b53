// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import dev.layertap.agent.bridge.Bridge;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner.Typing;
import org.jspecify.annotations.Nullable;

/**
 * What is inlined into {@code forward}. Nothing calls it.
 *
 * <p>It becomes a part of classes of DJL's loader, or of the app's, so it names nothing but JDK
 * types and the bridge, and {@link Weaver} gives the bridge its name of run time. While nobody
 * listens it costs a volatile read; {@code training} is boxed only after that.
 *
 * <p>Errors of listeners end in the bridge. There is no {@code suppress}: it would also hide that
 * the bridge could not be linked, and captures would be missing without a word.
 */
final class ForwardAdvice {
  private ForwardAdvice() {}

  /** Stands for the class of what {@code forward} returns. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface ResultType {}

  @Advice.OnMethodEnter
  static @Nullable Object enter(
      @Advice.This Object block,
      @Advice.Argument(0) Object store,
      @Advice.Argument(1) Object inputs,
      @Advice.Argument(2) Object third,
      @Advice.Argument(3) Object params) {
    return Bridge.listeners == null ? null : Bridge.enter(block, store, inputs, third, params);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  @SuppressWarnings("UnusedVariable") // an assignment to result is what replaces it
  static void exit(
      @Advice.Enter @Nullable Object token,
      @Advice.Return(readOnly = false, typing = Typing.DYNAMIC) @Nullable Object result,
      @Advice.Thrown @Nullable Throwable thrown,
      @ResultType Class<?> type) {
    if (token != null) {
      Object exited = Bridge.exit(token, result, thrown, type);
      if (thrown == null) {
        result = exited;
      }
    }
  }
}
