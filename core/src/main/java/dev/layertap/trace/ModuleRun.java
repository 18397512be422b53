// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import dev.layertap.model.BlockPlace;
import dev.layertap.model.ModulePlace;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A block with modules inside that is about to run, and which of them somebody wants. */
public final class ModuleRun {
  private final Pass pass;
  private final boolean first;
  private final List<Wanting> all = new ArrayList<>();
  private WantedModules wanted = WantedModules.NONE;

  /** An observer and what it wants. */
  private record Wanting(CallObserver observer, WantedModules modules) {
    boolean wants(Call call, Side side) {
      return takes(call, side) != null;
    }

    /** What it takes of a call; null if nothing. */
    @Nullable List<Take> takes(Call call, Side side) {
      return call.place() instanceof ModulePlace module ? modules.of(side).get(module) : null;
    }
  }

  ModuleRun(Pass pass, BlockPlace block, CallObserver[] everywhere, CallObserver[] here) {
    this.pass = pass;
    this.first = pass.isFirstRunOf(block);
    ask(everywhere, block);
    ask(here, block);
  }

  private void ask(CallObserver[] observers, BlockPlace block) {
    for (CallObserver observer : observers) {
      WantedModules modules = wantedBy(observer, block);
      if (!modules.isEmpty()) {
        all.add(new Wanting(observer, modules));
        wanted = wanted.isEmpty() ? modules : wanted.and(modules);
      }
    }
  }

  private WantedModules wantedBy(CallObserver observer, BlockPlace block) {
    try {
      return observer.wantedModules(pass, block);
    } catch (Throwable e) {
      observer.failed("when asked about the modules of " + block, e);
      return WantedModules.NONE;
    }
  }

  /**
   * Returns what is to be taken.
   *
   * @return what anybody wants; the same object in another run if nothing depends on the run
   */
  public WantedModules wanted() {
    return wanted;
  }

  /**
   * Returns whether the block may run as ever.
   *
   * @return true if nobody wants to see any of its modules
   */
  public boolean isIdle() {
    return wanted.isEmpty();
  }

  /**
   * Returns whether no module has been called in this pass.
   *
   * @return true unless the block ran before in this pass
   */
  public boolean isFirstOfPass() {
    return first;
  }

  /**
   * Returns how much of what {@link #wanted} names may be held until the run ends.
   *
   * @return in bytes, for all observers together; the largest number if one has no limit
   */
  public long room() {
    long sum = 0;
    for (Wanting one : all) {
      long room = one.observer().room();
      if (room > Long.MAX_VALUE - sum) {
        return Long.MAX_VALUE;
      }
      sum += room;
    }
    return sum;
  }

  /**
   * Returns how many calls of a place this pass has seen.
   *
   * @param module one of the wanted places
   * @param side one end of its calls
   * @return 0, unless the block that holds it ran before in this pass
   */
  public int callsSoFar(ModulePlace module, Side side) {
    return pass.callsSoFar(module, side);
  }

  /**
   * Counts a call.
   *
   * @param module one of the wanted places
   * @param side the end that is reported
   * @return the call
   */
  public Call next(ModulePlace module, Side side) {
    return Call.next(pass, module, side);
  }

  /**
   * Hands on what a module was given or returned, and counts the call. Nothing else may use the
   * memory of its arrays: if one observer alone wants it, that one may keep them.
   *
   * @param module one of the wanted places
   * @param side which of the two it is
   * @param value the value, whose arrays are closed when this method returns, but not what shares
   *     memory with them
   */
  public void report(ModulePlace module, Side side, Value value) {
    Call call = next(module, side);
    if (isWantedByOne(call, side)) {
      tell(call, side, observer -> observer.passedOn(call, side, value));
    } else {
      tell(call, side, observer -> observer.passed(call, side, value));
    }
  }

  private boolean isWantedByOne(Call call, Side side) {
    int wanting = 0;
    for (Wanting one : all) {
      if (one.wants(call, side)) {
        wanting++;
      }
    }
    return wanting == 1;
  }

  /**
   * Hands on what was made of a value.
   *
   * @param call the call
   * @param side which end of it
   * @param take what was asked for
   * @param value what came of it, under the same conditions as in {@link #report}
   */
  public void reportTaken(Call call, Side side, Take take, Value value) {
    tellThoseThatTake(call, side, take, observer -> observer.taken(call, side, take, value));
  }

  /**
   * Hands on a whole value, of which nothing was made yet, to those who asked for something of it.
   *
   * @param call the call
   * @param side which end of it
   * @param take what was asked for
   * @param value the value, under the same conditions as in {@link #report}
   */
  public void reportUntaken(Call call, Side side, Take take, Value value) {
    tellThoseThatTake(call, side, take, observer -> observer.untaken(call, side, take, value));
  }

  /**
   * Says that a value was not kept, because there was no {@link #room}.
   *
   * @param call the call
   * @param side which end of it
   * @param take what was asked for
   * @param bytes what it needs
   */
  public void reportOutOfRoom(Call call, Side side, Take take, long bytes) {
    tellThoseThatTake(call, side, take, observer -> observer.outOfRoom(call, side, take, bytes));
  }

  private void tellThoseThatTake(Call call, Side side, Take take, Consumer<CallObserver> news) {
    for (Wanting one : all) {
      List<Take> takes = one.takes(call, side);
      if (takes != null && takes.contains(take)) {
        tell(one.observer(), call, side, news);
      }
    }
  }

  private void tell(Call call, Side side, Consumer<CallObserver> news) {
    for (Wanting one : all) {
      if (one.wants(call, side)) {
        tell(one.observer(), call, side, news);
      }
    }
  }

  private static void tell(
      CallObserver observer, Call call, Side side, Consumer<CallObserver> news) {
    try {
      news.accept(observer);
    } catch (Throwable e) {
      observer.failed(failing(call, side), e);
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
    for (Wanting one : all) {
      one.observer().failed("inside of a block", error);
    }
  }
}
