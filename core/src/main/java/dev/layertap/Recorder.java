// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.nn.Block;
import dev.layertap.array.BorrowedMemory;
import dev.layertap.model.BlockPlace;
import dev.layertap.model.BlockTree;
import dev.layertap.select.CaptureRequest;
import dev.layertap.select.Place;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.text.Complaints;
import dev.layertap.trace.Call;
import dev.layertap.trace.CallObserver;
import dev.layertap.trace.Pass;
import dev.layertap.trace.WantedModules;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Takes what its requests pick from the passes it is told of, and remembers what it has seen. */
final class Recorder implements CallObserver, AutoCloseable {
  private static final Take COPIES = Take.outputs();
  private static final int MOST_DESCRIBED = 10;

  private final List<CaptureRequest> requests;
  private final @Nullable Block onlyRoot;
  private final Keeper keeper;
  private final Budget budget;

  private final List<Activation> activations = new ArrayList<>();
  private final IdentityHashMap<Pass, Integer> passes = new IdentityHashMap<>();
  private final Set<BlockTree> trees = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Object> borrowed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<String> errors = new ArrayList<>();
  private final int firstPass;
  private final boolean quiet;
  private int passCount;
  private boolean closed;

  /** The pass that was asked for last: mostly the next one too, and then no lock is needed. */
  private volatile @Nullable Numbered latest;

  private record Numbered(Pass pass, int number) {}

  /** Likewise the plan of the model that was asked for last. */
  private volatile @Nullable Planned planned;

  private record Planned(BlockTree tree, CapturePlan plan) {}

  Recorder(
      List<CaptureRequest> requests,
      @Nullable Block onlyRoot,
      long budget,
      int firstPass,
      boolean quiet) {
    this.requests = requests;
    this.onlyRoot = onlyRoot;
    this.firstPass = firstPass;
    this.quiet = quiet;
    this.keeper = new Keeper(quiet); // who speaks for its scopes itself watches their time too
    this.budget = new Budget(budget);
  }

  @Override
  public synchronized void passStarted(Pass pass) {
    if (follows(pass)) {
      passNumber(pass);
    }
  }

  @Override
  public boolean wants(Pass pass, Place place, Side side) {
    if (!follows(pass)) {
      return false;
    }
    List<CapturePlan.Capture> captures = capturesAt(pass, place, side);
    for (CapturePlan.Capture capture : captures) {
      // Looking up the number takes the lock, and hardly a capture needs it.
      if (capture.take().includesEveryPass() || capture.take().includesPass(passNumber(pass))) {
        return true;
      }
    }
    return false;
  }

  /** A plan is shared by all scopes that want the same of a model. */
  private List<CapturePlan.Capture> capturesAt(Pass pass, Place place, Side side) {
    return plan(pass).at(place, side);
  }

  private CapturePlan plan(Pass pass) {
    return plan(pass.tree());
  }

  private CapturePlan plan(BlockTree tree) {
    Planned last = planned;
    if (last == null || last.tree() != tree) {
      last = new Planned(tree, CapturePlan.of(requests, tree));
      planned = last;
    }
    return last.plan();
  }

  /** Refuses requests that make no sense for the models that ran. */
  void checkRequests() {
    List<BlockTree> ran = trees();
    if (ran.size() == 1) {
      BlockTree only = ran.get(0);
      plan(only).check(only.places(), () -> checkRequests(ran));
    } else {
      checkRequests(ran);
    }
  }

  private void checkRequests(List<BlockTree> ran) {
    AnnotatedCaptures.checkThatTheProcessorRan(this);
    CaptureChecks.everyRequestMatches(requests, ran);
  }

  @Override
  public void passed(Call call, Side side, Value value) {
    int pass = passNumber(call.pass());
    for (CapturePlan.Capture capture : capturesAt(call.pass(), call.place(), side)) {
      if (capture.take().includesPass(pass) && capture.take().includesCall(call.number())) {
        keep(capture, call, pass, side, () -> keeper.keep(value, capture.take()));
      }
    }
  }

  @Override
  public void passedOn(Call call, Side side, Value value) {
    int pass = passNumber(call.pass());
    for (CapturePlan.Capture capture : capturesAt(call.pass(), call.place(), side)) {
      if (capture.take().includesPass(pass) && capture.take().includesCall(call.number())) {
        keep(capture, call, pass, side, () -> keeper.keepGiven(value, capture.take(), true));
      }
    }
  }

  @Override
  public WantedModules wantedModules(Pass pass, BlockPlace block) {
    return follows(pass) ? plan(pass).modulesOf(block, passNumber(pass)) : WantedModules.NONE;
  }

  @Override
  public synchronized long room() {
    return budget.room();
  }

  @Override
  public void taken(Call call, Side side, Take take, Value value) {
    forEachThatTakes(
        call,
        side,
        take,
        (capture, pass) ->
            keep(capture, call, pass, side, () -> keeper.keepGiven(value, COPIES, false)));
  }

  @Override
  public void untaken(Call call, Side side, Take take, Value value) {
    forEachThatTakes(
        call,
        side,
        take,
        (capture, pass) ->
            keep(capture, call, pass, side, () -> keeper.keepGiven(value, take, false)));
  }

  @Override
  public synchronized void outOfRoom(Call call, Side side, Take take, long bytes) {
    forEachThatTakes(
        call,
        side,
        take,
        (capture, pass) -> {
          if (!closed && capture.take().includesCall(call.number())) {
            Kept nothing = Kept.ofValue(new Value.None());
            Activation lost =
                new Activation(capture.name(), call.place(), pass, call.number(), side, nothing);
            budget.exceed(bytes, lost, activations);
          }
        });
  }

  private void forEachThatTakes(
      Call call, Side side, Take take, ObjIntConsumer<CapturePlan.Capture> work) {
    int pass = passNumber(call.pass());
    for (CapturePlan.Capture capture : capturesAt(call.pass(), call.place(), side)) {
      if (capture.take().equals(take)
          && take.includesPass(pass)
          && take.includesCall(call.number())) {
        work.accept(capture, pass);
      }
    }
  }

  private synchronized void keep(
      CapturePlan.Capture capture, Call call, int pass, Side side, Supplier<Kept> keeping) {
    // What a closed scope would still be given, while a pass runs on, nobody can read.
    if (!closed && budget.exceeded().isEmpty()) {
      add(capture, call, pass, side, kept(capture, call, keeping));
    }
  }

  private void add(CapturePlan.Capture capture, Call call, int pass, Side side, Kept kept) {
    Activation activation =
        new Activation(capture.name(), call.place(), pass, call.number(), side, kept);
    if (capture.take().isReference()) {
      borrowed.addAll(BorrowedMemory.of(call.pass().inputs()));
    }
    if (capture.take().isLast()) {
      replace(activation);
    }
    if (budget.take(activation, activations)) {
      activations.add(activation);
    } else {
      kept.release();
    }
  }

  /** A value that cannot be kept as it is wanted is there all the same, and says why. */
  private Kept kept(CapturePlan.Capture capture, Call call, Supplier<Kept> keeping) {
    try {
      return keeping.get();
    } catch (Throwable e) {
      // Memory may have run out, or the array be closed already: still the call did run.
      failed("when \"%s\" was kept of %s".formatted(capture.take(), call), e);
      return Kept.ofValue(
          new Value.Opaque("it cannot be kept as \"%s\": %s".formatted(capture.take(), reason(e))));
    }
  }

  /** The message alone where that is written for users, as those about steps are. */
  private static @Nullable Object reason(Throwable error) {
    return error instanceof IllegalArgumentException
            || error instanceof UnsupportedOperationException
        ? error.getMessage()
        : error;
  }

  private void replace(Activation later) {
    for (int i = activations.size() - 1; i >= 0; i--) {
      Activation earlier = activations.get(i);
      if (earlier.isSameBut(later)) {
        activations.remove(i);
        budget.giveBack(earlier);
        earlier.release();
        return;
      }
    }
  }

  @Override
  public synchronized void passEnded(Pass pass) {
    passes.remove(pass);
    latest = null; // a pass holds on to the model and its inputs
  }

  @Override
  public synchronized void failed(String doing, Throwable error) {
    if (errors.isEmpty() && !quiet) {
      Complaints.say("a capture failed " + doing + "; the model goes on", error);
    }
    errors.add(doing + ": " + Complaints.described(error));
  }

  @Override
  public synchronized void interrupted(String reason) {
    errors.add(reason);
  }

  @Override
  public Map<String, Object> facts() {
    return Map.of(
        "kind",
        quiet ? "pass" : "scope",
        "passes",
        passCount(),
        "captures",
        fired(),
        "opaque",
        opaquePlaces().stream().map(Readings::described).toList(),
        "errors",
        errors());
  }

  /** How many activations each request has given, by its text. */
  Map<String, Integer> fired() {
    List<Activation> there = activations();
    Map<String, Integer> fired = new LinkedHashMap<>();
    for (CaptureRequest request : requests) {
      long count =
          there.stream()
              .filter(one -> request.selector().matches(one.place()))
              .filter(one -> request.name().map(one.name()::equals).orElse(true))
              .count();
      fired.merge(request.toString(), (int) count, Integer::sum);
    }
    return fired;
  }

  private boolean follows(Pass pass) {
    return onlyRoot == null || onlyRoot == pass.root();
  }

  private int passNumber(Pass pass) {
    Numbered last = latest;
    return last != null && last.pass() == pass ? last.number() : lookUp(pass);
  }

  /** A scope may be opened inside of a pass, so its first sign may be any call. */
  private synchronized int lookUp(Pass pass) {
    Integer number = passes.get(pass);
    if (number == null) {
      trees.add(pass.tree());
      number = firstPass + passCount++;
      passes.put(pass, number);
    }
    latest = new Numbered(pass, number);
    return number;
  }

  List<CaptureRequest> requests() {
    return requests;
  }

  synchronized List<Activation> activations() {
    return List.copyOf(activations);
  }

  /** Every place of every model that ran. */
  List<Place> places() {
    return trees().stream().flatMap(tree -> tree.places().stream()).toList();
  }

  List<Place> placesOf(CaptureRequest request) {
    return places().stream().filter(request.selector()::matches).toList();
  }

  /** Whether a policy wants any of the passes that ran. */
  synchronized boolean wasDue(Take take) {
    return IntStream.range(firstPass, firstPass + passCount).anyMatch(take::includesPass);
  }

  /** What was asked for and gave nothing, because it cannot be seen. */
  List<Place> opaquePlaces() {
    Set<String> captured = activations().stream().map(Activation::path).collect(Collectors.toSet());
    return places().stream()
        .filter(place -> place.opaque().isPresent())
        .filter(place -> !captured.contains(place.path().toString()))
        .filter(place -> requests().stream().anyMatch(request -> request.selector().matches(place)))
        .toList();
  }

  /** A part of a sentence that says which passes are followed. */
  String boundTo() {
    return onlyRoot == null
        ? ""
        : ", and only passes whose root is the "
            + onlyRoot.getClass().getSimpleName()
            + " it is bound to";
  }

  synchronized List<BlockTree> trees() {
    return List.copyOf(trees);
  }

  synchronized int passCount() {
    return passCount;
  }

  /** Why captures stopped, if the scope's budget was used up. */
  synchronized Optional<String> overBudget() {
    return budget.exceeded();
  }

  /** How many bytes the activations hold. */
  synchronized long heldBytes() {
    long sum = 0;
    for (Activation activation : activations) {
      sum += activation.bytes();
    }
    return sum;
  }

  /** What it shall capture, and how much it holds; for debuggers and messages, so briefly. */
  synchronized String described() {
    String captures =
        requests.stream()
            .limit(MOST_DESCRIBED)
            .map(CaptureRequest::toString)
            .collect(Collectors.joining(", "));
    int more = requests.size() - MOST_DESCRIBED;
    return "CaptureScope of %s%s: %d %s, %d %s, %d bytes, "
        .formatted(
            captures,
            more > 0 ? " and %d more".formatted(more) : "",
            passCount,
            passCount == 1 ? "pass" : "passes",
            activations.size(),
            activations.size() == 1 ? "activation" : "activations",
            heldBytes());
  }

  /** How long the activations took to keep. */
  long keepingNanos() {
    return keeper.nanos();
  }

  synchronized List<String> errors() {
    return List.copyOf(errors);
  }

  /** Releases every array. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    keeper.close();
    synchronized (this) {
      borrowed.clear();
    }
  }
}
