// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.layertap.index.ClassPathIndexes;
import dev.layertap.model.BlockTree;
import dev.layertap.model.BlockTrees;
import dev.layertap.model.Interiors;
import dev.layertap.spi.BlockInterior;
import dev.layertap.value.Value;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this copy of core does when a woven {@code forward} is entered: it keeps each thread's stack
 * of running blocks, and tells the observers.
 *
 * <p>It listens to the agent only while somebody observes.
 */
public final class Tracer
    implements BiFunction<Object, Object[], @Nullable BiFunction<Object, Throwable, Object>>,
        Supplier<List<Map<String, Object>>>,
        Consumer<String> {
  /** The one tracer of this copy of core, as the bridge is the one of the JVM. */
  public static final Tracer INSTANCE = new Tracer(new AgentLink());

  private final AgentLink agent;
  private final Interiors interiors = new Interiors();
  private final BlockTrees trees = new BlockTrees(interiors);
  private final ClassPathIndexes indexes = new ClassPathIndexes();
  private final ObserverList everywhere = new ObserverList();

  /**
   * Weakly, because a pool's thread outlives a web app: running frames and open scopes are what
   * keeps a trace.
   */
  @SuppressWarnings("ThreadLocalUsage") // the tracer is the one of its class
  private final ThreadLocal<WeakReference<ThreadTrace>> threads = new ThreadLocal<>();

  /** Weakly: a scope that nobody closed goes as soon as nobody can reach it. */
  private final Set<Observation> observations = Collections.newSetFromMap(new WeakHashMap<>());

  private int observers;
  private @Nullable Runnable stopListening;

  Tracer(AgentLink agent) {
    this.agent = agent;
  }

  /**
   * Returns the way to the agent.
   *
   * @return the link that this tracer listens through
   */
  public AgentLink agent() {
    return agent;
  }

  /**
   * Returns what is wanted of the modules inside of a block that runs on the calling thread.
   *
   * @param block a block that is about to run what it hides
   * @return the run; empty if the block was not called through {@code forward}, as when DJL runs it
   *     on made-up data to learn its shapes
   */
  public Optional<ModuleRun> moduleRun(Block block) {
    ThreadTrace trace = currentTrace();
    return trace == null ? Optional.empty() : trace.moduleRun(block);
  }

  /**
   * Returns what is known of blocks that hide modules.
   *
   * @return the providers, to which an engine's part of Layertap adds its own
   */
  public Interiors interiors() {
    return interiors;
  }

  /**
   * No longer asks a provider what is inside of a block, and forgets what it has said.
   *
   * @param provider one that was added to {@link #interiors}
   */
  public void forget(BlockInterior provider) {
    interiors.remove(provider);
    trees.clear();
  }

  /**
   * Returns what the annotation processor listed.
   *
   * @return the indexes on the class path, each read when it is first asked for
   */
  public ClassPathIndexes indexes() {
    return indexes;
  }

  /**
   * Returns the places of a model.
   *
   * @param root the model's outermost block
   * @return the same tree that passes of this root show
   */
  public BlockTree tree(Block root) {
    return trees.of(root);
  }

  /**
   * Begins to tell an observer of what runs on the calling thread.
   *
   * @param observer told from now on
   * @return ends it; may be run on any thread, and more than once
   * @throws IllegalStateException if no agent weaves DJL in this JVM; the message says what to do
   */
  public Runnable observeThisThread(CallObserver observer) {
    ThreadTrace trace = currentThread();
    return observe(observer, trace.observers(), trace);
  }

  /**
   * Returns whether somebody observes the calling thread in particular.
   *
   * @return true between {@link #observeThisThread} and its end
   */
  public boolean isObservedHere() {
    ThreadTrace trace = currentTrace();
    return trace != null && !trace.observers().isEmpty();
  }

  /**
   * Returns whether an observer follows the calling thread in particular.
   *
   * @param observer one that may have been registered here
   * @return true between {@link #observeThisThread} and its end
   */
  public boolean isObservedHereBy(CallObserver observer) {
    ThreadTrace trace = currentTrace();
    return trace != null && trace.observers().contains(observer);
  }

  /**
   * Begins to tell an observer of what runs on every thread.
   *
   * @param observer told from now on, by several threads at once
   * @return ends it; may be run on any thread, and more than once
   * @throws IllegalStateException if no agent weaves DJL in this JVM; the message says what to do
   */
  public Runnable observeAllThreads(CallObserver observer) {
    return observe(observer, everywhere, null);
  }

  private synchronized Runnable observe(
      CallObserver observer, ObserverList list, @Nullable ThreadTrace trace) {
    if (observers == 0) {
      stopListening = agent.listen(this);
    }
    observers++;
    list.add(observer);
    Observation observation = new Observation(observer, list, trace);
    observations.add(observation);
    return observation;
  }

  /**
   * Returns what the observers have to say of themselves, which the agent asks for.
   *
   * @return the {@link CallObserver#facts} of each
   */
  @Override
  public List<Map<String, Object>> get() {
    return observing().stream().map(CallObserver::facts).toList();
  }

  /**
   * The agent leaves the JVM.
   *
   * @param reason a sentence that says what to do
   */
  @Override
  public void accept(String reason) {
    observing().forEach(observer -> observer.interrupted(reason));
  }

  private synchronized Set<CallObserver> observing() {
    Set<CallObserver> observing = Collections.newSetFromMap(new IdentityHashMap<>());
    observations.forEach(observation -> observing.add(observation.observer));
    return observing;
  }

  /** Ends what was begun; until then it keeps the thread's trace. */
  private final class Observation implements Runnable {
    private final CallObserver observer;
    private final ObserverList list;

    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final @Nullable ThreadTrace kept;

    private boolean ended;

    Observation(CallObserver observer, ObserverList list, @Nullable ThreadTrace kept) {
      this.observer = observer;
      this.list = list;
      this.kept = kept;
    }

    @Override
    public void run() {
      synchronized (Tracer.this) {
        if (!ended) {
          ended = true;
          observations.remove(this);
          list.remove(observer);
          stopOne();
        }
      }
    }
  }

  private void stopOne() {
    observers--;
    if (observers == 0 && stopListening != null) {
      stopListening.run();
      stopListening = null;
    }
  }

  private @Nullable ThreadTrace currentTrace() {
    WeakReference<ThreadTrace> held = threads.get();
    return held == null ? null : held.get();
  }

  private ThreadTrace currentThread() {
    ThreadTrace trace = currentTrace();
    if (trace == null) {
      trace = new ThreadTrace(trees, everywhere);
      threads.set(new WeakReference<>(trace));
    }
    return trace;
  }

  /**
   * A woven {@code forward} begins.
   *
   * @param block the object that it was called on, of this copy of DJL or another
   * @param arguments parameter store, inputs, training or labels, parameters
   * @return what to run when it ends, or null
   */
  @Override
  public @Nullable BiFunction<Object, Throwable, Object> apply(Object block, Object[] arguments) {
    return block instanceof Block ours && arguments[1] instanceof NDList inputs
        ? enter(ours, new Inputs.Listed(inputs))
        : null;
  }

  /**
   * An engine runs a block without its {@code forward}.
   *
   * @param block the block
   * @param inputs what it is run with, read only if somebody wants it
   * @return what to run when it ends, with a {@link java.util.function.Supplier} of the {@link
   *     Value} that it returned; or null
   */
  public @Nullable BiFunction<Object, Throwable, Object> enter(
      Block block, Supplier<Value> inputs) {
    return enter(block, new Inputs.Engine(inputs));
  }

  private @Nullable Frame enter(Block block, Inputs inputs) {
    ThreadTrace trace = currentTrace();
    if (trace == null) {
      if (everywhere.isEmpty()) {
        return null;
      }
      trace = currentThread();
    }
    return trace.enter(block, inputs);
  }
}
