// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.layertap.model.BlockPlace;
import dev.layertap.take.Side;
import dev.layertap.value.Value;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running call, and the observers that want to know how it ends. This is what the woven code
 * keeps between entry and exit.
 */
final class Frame implements BiFunction<Object, Throwable, Object> {
  private static final CallObserver[] NONE = {};

  private final ThreadTrace thread;
  private final @Nullable Frame caller;
  private final Block block;
  private final BlockPlace place;
  private final Inputs inputs;
  private final Call call;
  private CallObserver[] waiting = NONE;

  /** Which child is called next, if the children run in the order of their registration. */
  private int nextChild;

  private @Nullable IdentityHashMap<Block, Integer> repeated;

  Frame(
      ThreadTrace thread,
      @Nullable Frame caller,
      Pass pass,
      BlockPlace place,
      Block block,
      Inputs inputs) {
    this.thread = thread;
    this.caller = caller;
    this.block = block;
    this.place = place;
    this.inputs = inputs;
    this.call = Call.next(pass, place, Side.OUTPUT);
  }

  Pass pass() {
    return call.pass();
  }

  boolean runs(Block other) {
    return block == other;
  }

  BlockPlace place() {
    return place;
  }

  /** The place of a block that this one calls. */
  BlockPlace placeOf(Block child) {
    BlockPlace expected = place.childAt(nextChild, child);
    if (expected != null) {
      nextChild++;
      return expected;
    }
    BlockPlace found = pass().tree().locate(place, child, () -> occurrence(child));
    nextChild = place.children().indexOf(found) + 1;
    return found;
  }

  /** Whether a block and its inputs are this frame's own. */
  boolean isOf(Block other, Inputs others) {
    return block == other && inputs.isSameAs(others);
  }

  /** How often this call has called a block before; counted only for blocks that stand twice. */
  private int occurrence(Block child) {
    if (repeated == null) {
      repeated = new IdentityHashMap<>();
    }
    return repeated.merge(child, 1, Integer::sum) - 1;
  }

  @Nullable Frame caller() {
    return caller;
  }

  boolean isRoot() {
    return caller == null;
  }

  void startPass(CallObserver[] observers) {
    for (CallObserver observer : observers) {
      try {
        observer.passStarted(call.pass());
      } catch (Throwable e) {
        observer.failed("when a pass started", e);
      }
    }
  }

  void enter(CallObserver[] observers) {
    for (CallObserver observer : observers) {
      try {
        if (observer.wants(pass(), place, Side.INPUT)) {
          observer.passed(call, Side.INPUT, inputs.value());
        }
      } catch (Throwable e) {
        observer.failed(ModuleRun.failing(call, Side.INPUT), e);
      }
      if (wantsOutput(observer)) {
        waiting = Arrays.copyOf(waiting, waiting.length + 1);
        waiting[waiting.length - 1] = observer;
      }
    }
  }

  /**
   * The call ends.
   *
   * @param outputs an {@link NDList}; or a {@link Supplier} of a {@link Value}, from an engine that
   *     ran the block without one, asked if somebody waits for it
   * @return the same; or the exception that whoever runs the call shall throw
   */
  @Override
  public Object apply(Object outputs, Throwable thrown) {
    RuntimeException fatal = null;
    try {
      if (thrown == null) {
        for (CallObserver observer : waiting) {
          try {
            observer.passed(call, Side.OUTPUT, value(outputs));
          } catch (Throwable e) {
            observer.failed(ModuleRun.failing(call, Side.OUTPUT), e);
          }
        }
      }
    } finally {
      // Whatever went wrong, a call that has ended must not stay the thread's innermost.
      fatal = thread.leave(this);
    }
    return fatal == null ? outputs : fatal;
  }

  private boolean wantsOutput(CallObserver observer) {
    try {
      return observer.wants(pass(), place, Side.OUTPUT);
    } catch (Throwable e) {
      observer.failed(ModuleRun.failing(call, Side.OUTPUT), e);
      return false;
    }
  }

  private static Value value(@Nullable Object outputs) {
    if (outputs == null) {
      return new Value.None();
    }
    return outputs instanceof NDList list ? Value.of(list) : (Value) ((Supplier<?>) outputs).get();
  }

  /** Returns the first verdict on the pass; null if there is none. */
  @Nullable RuntimeException endPass(CallObserver[] observers) {
    RuntimeException fatal = null;
    for (CallObserver observer : observers) {
      try {
        observer.passEnded(call.pass());
      } catch (Throwable e) {
        observer.failed("when a pass ended", e);
      }
      RuntimeException verdict = observer.verdict(call.pass());
      fatal = fatal == null ? verdict : fatal;
    }
    return fatal;
  }
}
