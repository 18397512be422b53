// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.engine;

import dev.layertap.agent.bridge.Bridge;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.function.Supplier;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner.Typing;
import org.jspecify.annotations.Nullable;

/**
 * What is inlined into the methods of {@link EngineSite}. Nothing calls it.
 *
 * <p>A listener may change the arguments. If it answers with a {@link Supplier}, the method's own
 * body is left out, and what it supplies or throws stands for that.
 */
final class EngineAdvice {
  private EngineAdvice() {}

  /** Stands for the site's name. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Site {}

  /** Stands for whether the site is told even while no scope is open. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Always {}

  @Advice.OnMethodEnter(skipOn = Supplier.class)
  @SuppressWarnings({"UnusedVariable", "ParameterReassignment"}) // what replaces the arguments
  static @Nullable Object enter(
      @Site String site,
      @Always boolean always,
      @Advice.Origin Class<?> owner,
      @Advice.This(optional = true) @Nullable Object receiver,
      @Advice.AllArguments(readOnly = false, typing = Typing.DYNAMIC) Object[] arguments) {
    if (!always && Bridge.listeners == null) {
      return null;
    }
    Object[] changed = arguments;
    Object token = Bridge.enterEngine(owner, site, receiver, changed);
    arguments = changed;
    return token;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class)
  @SuppressWarnings("UnusedVariable") // an assignment to result is what replaces it
  static void exit(
      @Advice.Enter @Nullable Object token,
      @Advice.Return(readOnly = false, typing = Typing.DYNAMIC) @Nullable Object result,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (token instanceof Supplier<?> instead) {
      result = instead.get(); // what it throws is the app's, as what the body throws is
    } else if (token != null) {
      Object exited = Bridge.exit(token, result, thrown, Object.class);
      if (thrown == null) {
        result = exited;
      }
    }
  }
}
