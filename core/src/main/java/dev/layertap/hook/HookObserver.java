// SPDX-License-Identifier: Apache-2.0
package dev.layertap.hook;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.layertap.model.BlockPlace;
import dev.layertap.select.CaptureRequest;
import dev.layertap.select.Place;
import dev.layertap.take.Side;
import dev.layertap.text.Complaints;
import dev.layertap.trace.Call;
import dev.layertap.trace.CallObserver;
import dev.layertap.trace.Pass;
import dev.layertap.trace.Tracer;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Runs one hook at the places that its selector picks, on every thread. */
public final class HookObserver implements CallObserver {
  private static final int MOST_ERRORS = 10;

  private final CaptureRequest request;
  private final @Nullable Block onlyRoot;
  private final @Nullable ForwardPreHook before;
  private final @Nullable ForwardHook after;

  private final Map<Place, Boolean> picked = new ConcurrentHashMap<>();
  private final Map<Call, Value> given = new ConcurrentHashMap<>();
  private final List<String> errors = new ArrayList<>();
  private final AtomicLong calls = new AtomicLong();
  private long errorCount;

  private HookObserver(
      CaptureRequest request,
      @Nullable Block onlyRoot,
      @Nullable ForwardPreHook before,
      @Nullable ForwardHook after) {
    this.request = request;
    this.onlyRoot = onlyRoot;
    this.before = before;
    this.after = after;
  }

  /**
   * Registers a hook that runs before.
   *
   * @param request whose selector picks the places
   * @param onlyRoot the root of the only model that it runs in; null for all
   * @param hook the hook
   * @return removes it
   */
  public static HookHandle before(
      CaptureRequest request, @Nullable Block onlyRoot, ForwardPreHook hook) {
    return new HookObserver(request, onlyRoot, hook, null).register();
  }

  /**
   * Registers a hook that runs after.
   *
   * @param request whose selector picks the places
   * @param onlyRoot the root of the only model that it runs in; null for all
   * @param hook the hook
   * @return removes it
   */
  public static HookHandle after(
      CaptureRequest request, @Nullable Block onlyRoot, ForwardHook hook) {
    return new HookObserver(request, onlyRoot, null, hook).register();
  }

  private HookHandle register() {
    return new HookHandle(this, Tracer.INSTANCE.observeAllThreads(this));
  }

  @Override
  public boolean wants(Pass pass, Place place, Side side) {
    return (onlyRoot == null || onlyRoot == pass.root())
        && (after != null || side == Side.INPUT)
        && picked.computeIfAbsent(place, request.selector()::matches);
  }

  @Override
  public void passed(Call call, Side side, Value passing) {
    Value value = ofItsOwn(call, passing);
    if (side == Side.INPUT && before != null) {
      calls.incrementAndGet();
      before.before(described(call), value);
    } else if (side == Side.INPUT) {
      given.put(call, value);
    } else if (after != null) {
      Value inputs = given.remove(call);
      calls.incrementAndGet();
      after.after(
          described(call),
          inputs == null ? new Value.Sequence(List.of(), List.of()) : inputs,
          value);
    }
  }

  /**
   * A hook may write to what a block passes on, and so change what the model computes. What a
   * module passed on is the model's no more, but may be other captures' too.
   */
  private static Value ofItsOwn(Call call, Value passing) {
    return call.place() instanceof BlockPlace ? passing : passing.map(NDArray::duplicate);
  }

  private static HookedCall described(Call call) {
    Optional<Block> block =
        call.place() instanceof BlockPlace place ? place.block() : Optional.empty();
    return new HookedCall(
        call.place().path().toString(), call.place().type(), call.number(), block);
  }

  /** What a block that threw was given is still there. */
  @Override
  public void passEnded(Pass pass) {
    given.keySet().removeIf(call -> call.pass() == pass);
  }

  @Override
  public synchronized void failed(String doing, Throwable error) {
    if (errorCount++ == 0) {
      Complaints.say(
          "the forward %shook at \"%s\" failed %s; the model goes on"
              .formatted(before == null ? "" : "pre-", request.text(), doing),
          error);
    }
    if (errors.size() < MOST_ERRORS) {
      errors.add(doing + ": " + Complaints.described(error));
    }
  }

  @Override
  public Map<String, Object> facts() {
    return Map.of(
        "kind",
        "hook",
        "captures",
        Map.of(request.toString(), (int) Math.min(Integer.MAX_VALUE, callCount())),
        "errors",
        errors());
  }

  long callCount() {
    return calls.get();
  }

  synchronized long errorCount() {
    return errorCount;
  }

  synchronized List<String> errors() {
    return List.copyOf(errors);
  }
}
