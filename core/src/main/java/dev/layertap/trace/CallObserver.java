// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import dev.layertap.model.BlockPlace;
import dev.layertap.select.Place;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.value.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows forward passes, as they run and on the thread that runs them.
 *
 * <p>What an observer throws never reaches the app: it is handed to {@link #failed}.
 */
public interface CallObserver {
  /**
   * A root's {@code forward} begins.
   *
   * @param pass the pass
   */
  default void passStarted(Pass pass) {}

  /**
   * A block's {@code forward} begins, the root's own included.
   *
   * @param pass the pass
   * @param place where the block stands; or a module, unless {@link #wantedModules} says it of all
   * @param side one end of its call
   * @return true to be told the value there
   */
  boolean wants(Pass pass, Place place, Side side);

  /**
   * A value passed, one that {@link #wants} asked for. What a block was given is told before it
   * runs; what modules inside of a block were given or returned, after that block has run, in order
   * of execution.
   *
   * @param call where it ran
   * @param side whether the block or module was given the value or returned it; a sequence of
   *     arguments if it was given them
   * @param value the value, which may be changed or released when this method returns
   */
  void passed(Call call, Side side, Value value);

  /**
   * A block is about to run modules inside of it, whose engine can reduce a value as the module
   * returns it.
   *
   * @param pass the pass
   * @param block where the block stands
   * @return the modules that this observer wants to be told of: with policies, each of which is
   *     told to {@link #taken} or {@link #untaken}, or whole, as told to {@link #passed}
   */
  default WantedModules wantedModules(Pass pass, BlockPlace block) {
    return WantedModules.of(
        block.allModules(), (module, side) -> wants(pass, module, side) ? List.of() : null);
  }

  /**
   * As {@link #passed}, with arrays whose memory nothing else uses or will: instead of a copy, what
   * shares memory with them may be kept.
   *
   * @param call where it ran
   * @param side whether the module was given the value or returned it
   * @param value the value, which may be released when this method returns
   */
  default void passedOn(Call call, Side side, Value value) {
    passed(call, side, value);
  }

  /**
   * Returns how much more it can hold.
   *
   * @return in bytes; the largest number if there is no limit
   */
  default long room() {
    return Long.MAX_VALUE;
  }

  /**
   * A module's value was reduced by its engine.
   *
   * @param call the call
   * @param side which end of it
   * @param take one of those that {@link #wantedModules} named
   * @param value what that makes of the value: its steps are done, and a summary stands for each
   *     array if it asks for statistics; may be released when this method returns
   */
  default void taken(Call call, Side side, Take take, Value value) {
    throw new UnsupportedOperationException("an observer of whole values");
  }

  /**
   * A module's value is there as it was: the engine had nothing to do to it, or could not.
   *
   * @param call the call
   * @param side which end of it
   * @param take one of those that {@link #wantedModules} named
   * @param value the value; may be released when this method returns
   */
  default void untaken(Call call, Side side, Take take, Value value) {
    throw new UnsupportedOperationException("an observer of whole values");
  }

  /**
   * A module's value was not kept until the end of the run, because of {@link #room}.
   *
   * @param call the call
   * @param side which end of it
   * @param take one of those that {@link #wantedModules} named
   * @param bytes what it needs, as far as it was counted
   */
  default void outOfRoom(Call call, Side side, Take take, long bytes) {}

  /**
   * A root's {@code forward} returned or threw.
   *
   * @param pass the pass that {@link #passStarted} was told
   */
  default void passEnded(Pass pass) {}

  /**
   * Returns what the app shall get in the place of a pass's result, asked for after {@link
   * #passEnded}. This is the one way from an observer to the app, for users who want errors to be
   * fatal.
   *
   * @param pass the pass
   * @return an exception, thrown out of the root's {@code forward} unless that throws its own; null
   *     for the result
   */
  default @Nullable RuntimeException verdict(Pass pass) {
    return null;
  }

  /**
   * This observer threw.
   *
   * @param doing what it was told at that moment, for messages
   * @param error what it threw
   */
  void failed(String doing, Throwable error);

  /**
   * From now on nothing is told, because the agent leaves the JVM.
   *
   * @param reason a sentence that says what to do
   */
  default void interrupted(String reason) {}

  /**
   * Returns what this observer has to say of itself, for somebody outside who asks how the captures
   * of this JVM do.
   *
   * @return JDK types by name; {@code kind} is always there
   */
  default Map<String, Object> facts() {
    return Map.of("kind", "observer");
  }
}
