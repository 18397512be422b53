// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.layertap.annotation.CaptureKey;
import dev.layertap.file.ArrayFile;
import dev.layertap.select.CaptureRequest;
import dev.layertap.select.SelectorParser;
import dev.layertap.select.SelectorSyntaxException;
import dev.layertap.select.WrittenCaptures;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.trace.AgentLink;
import dev.layertap.trace.Tracer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lifetime of captured activations: opened, filled by forward passes, read, closed.
 *
 * <pre>{@code
 * try (CaptureScope scope = Layertap.open("avgpool", "comp=layer3.0.downsample.1")) {
 *   predictor.predict(image);
 *   NDArray comp = scope.get("comp").array();
 * }
 * }</pre>
 *
 * <p>It follows the thread that opened it, those it is handed to with {@link #wrap(Runnable)}, or
 * all. Scopes nest, and run side by side: each sees its own threads only.
 *
 * <p>Closing releases every array that the scope holds. Nothing is ever captured in part and in
 * silence: the first read fails if a selector matched nothing.
 */
public final class CaptureScope implements AutoCloseable {
  private final Recorder recorder;
  private final FollowedThreads threads;
  private final Readings readings;
  private volatile boolean closed;

  private CaptureScope(Recorder recorder, boolean allThreads) {
    this.recorder = recorder;
    this.threads = new FollowedThreads(recorder, allThreads);
    this.readings = new Readings(recorder, threads);
  }

  /**
   * Returns the only activation of a name.
   *
   * @param name the capture's name, or the path of a captured place
   * @return the activation
   * @throws LayertapException if there is none, or more than one; the message says what there is
   */
  public Activation get(String name) {
    return Readings.only(name, all(name));
  }

  /**
   * Returns the only activation of a name at one end of its call.
   *
   * @param name the capture's name, or the path of a captured place
   * @param side whether to read what was given or what was returned
   * @return the activation
   * @throws LayertapException if there is none, or more than one; the message says what there is
   */
  public Activation get(String name, Side side) {
    return Readings.only(name, all(name, side));
  }

  /**
   * Returns the only activation of an annotated capture.
   *
   * @param key what the annotation processor generated for it
   * @return the activation
   * @throws LayertapException if there is none, or more than one; the message says what there is
   */
  public Activation get(CaptureKey key) {
    return get(key.name());
  }

  /**
   * Returns the only activation of an annotated capture at one end of its call.
   *
   * @param key what the annotation processor generated for it
   * @param side whether to read what was given or what was returned
   * @return the activation
   * @throws LayertapException if there is none, or more than one; the message says what there is
   */
  public Activation get(CaptureKey key, Side side) {
    return get(key.name(), side);
  }

  /**
   * Returns the activations of a name.
   *
   * @param name the capture's name, or the path of a captured place
   * @return at least one activation, in order of execution
   * @throws LayertapException if there is none; the message says why
   */
  public List<Activation> all(String name) {
    return readings().all(name);
  }

  /**
   * Returns the activations of a name at one end of their calls.
   *
   * @param name the capture's name, or the path of a captured place
   * @param side whether to read what was given or what was returned
   * @return at least one activation, in order of execution
   * @throws LayertapException if there is none; the message says why
   */
  public List<Activation> all(String name, Side side) {
    return readings().all(name, side);
  }

  /**
   * Returns the activations of an annotated capture.
   *
   * @param key what the annotation processor generated for it
   * @return at least one activation, in order of execution
   * @throws LayertapException if there is none; the message says why
   */
  public List<Activation> all(CaptureKey key) {
    return all(key.name());
  }

  /**
   * Returns the activations of an annotated capture at one end of their calls.
   *
   * @param key what the annotation processor generated for it
   * @param side whether to read what was given or what was returned
   * @return at least one activation, in order of execution
   * @throws LayertapException if there is none; the message says why
   */
  public List<Activation> all(CaptureKey key, Side side) {
    return all(key.name(), side);
  }

  /**
   * Returns all activations.
   *
   * @return the activations in order of execution: what an inner block returned stands before what
   *     the block that called it did
   * @throws LayertapException if a selector matched nothing in the models that ran, if none ran, or
   *     if the scope's budget was used up
   */
  public List<Activation> all() {
    return readings().all();
  }

  /**
   * Returns all activations, to be filtered and mapped.
   *
   * @return the activations in order of execution
   * @throws LayertapException as {@link #all()} does
   */
  public Stream<Activation> stream() {
    return all().stream();
  }

  /**
   * Returns all activations by name.
   *
   * @return the activations of each name in order of execution, the names in the order in which
   *     they first ran
   * @throws LayertapException as {@link #all()} does
   */
  public Map<String, List<Activation>> toMap() {
    return Readings.byName(all());
  }

  /**
   * Stacks the arrays of a name over calls and passes.
   *
   * @param name the capture's name, or the path of a captured place
   * @return an array of shape {@code (activations, ...)}, in order of execution; it belongs to the
   *     scope
   * @throws LayertapException if there is none, or the shapes differ
   */
  public NDArray stack(String name) {
    return Batches.stack(name, all(name));
  }

  /**
   * Stacks the arrays of an annotated capture over calls and passes.
   *
   * @param key what the annotation processor generated for it
   * @return as for {@link #stack(String)}
   * @throws LayertapException if there is none, or the shapes differ
   */
  public NDArray stack(CaptureKey key) {
    return stack(key.name());
  }

  /**
   * Concatenates the arrays of a name along their first axis, over calls and passes: the batches of
   * a data loader become one.
   *
   * @param name the capture's name, or the path of a captured place
   * @return an array of shape {@code (samples, ...)}, in order of execution; it belongs to the
   *     scope
   * @throws LayertapException if there is none, or the shapes differ in more than their first axis
   */
  public NDArray concat(String name) {
    return Batches.concat(name, all(name));
  }

  /**
   * Concatenates the arrays of an annotated capture along their first axis, over calls and passes.
   *
   * @param key what the annotation processor generated for it
   * @return as for {@link #concat(String)}
   * @throws LayertapException if there is none, or the shapes differ in more than their first axis
   */
  public NDArray concat(CaptureKey key) {
    return concat(key.name());
  }

  /**
   * Writes all arrays to a file, in the place of one that is there. Keys are {@code PATH#CALL},
   * with {@code /K} for the elements of tuples, lists and dictionaries, {@code <I} for inputs, and
   * {@code PATH#CALL@PASS} from pass 1 on; a place that was captured under two names has {@code
   * NAME=} in front. Numbers, {@code None} and what is {@linkplain #opaquePlaces() opaque} are left
   * out.
   *
   * @param file where to; its name ends in {@code .npz} or {@code .safetensors}
   * @throws LayertapException as {@link #all()} does, or if there are statistics only
   * @throws dev.layertap.file.ArrayFileException if the format cannot hold an array, or the file
   *     cannot be there
   * @throws IOException if it cannot be written; nothing is left of it then
   */
  public void save(Path file) throws IOException {
    ArrayFile.write(file, arrays());
  }

  /**
   * Returns all arrays under the keys that {@link #save} writes.
   *
   * @return the scope's own arrays by key, in order of execution
   * @throws LayertapException as {@link #all()} does, or if there are statistics only
   */
  public Map<String, NDArray> arrays() {
    return ActivationKeys.arrays(all());
  }

  /**
   * Returns every array, and whatever else stands at the ends of the activations' structures, each
   * with the key that {@link #save} writes or would write it under.
   *
   * @return the leaves, in order of execution
   * @throws LayertapException as {@link #all()} does
   */
  public List<CapturedLeaf> leaves() {
    return ActivationKeys.leaves(all());
  }

  private Readings readings() {
    if (closed) {
      throw new IllegalStateException(
          "This scope is closed and its arrays are released; read it before, or detach an array to"
              + " keep it.");
    }
    return readings;
  }

  /**
   * Hands the scope over with a task: whichever thread runs it is followed meanwhile.
   *
   * @param task what to run
   * @return the task to give to the other thread; run after the scope is closed it is not followed
   */
  public Runnable wrap(Runnable task) {
    return () -> {
      try {
        threads.call(
            () -> {
              task.run();
              return null;
            });
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("a Runnable threw a checked exception", e);
      }
    };
  }

  /**
   * Hands the scope over with a task: whichever thread runs it is followed meanwhile.
   *
   * @param task what to run
   * @param <T> what it returns
   * @return the task to give to the other thread; run after the scope is closed it is not followed
   */
  public <T> Callable<T> wrap(Callable<T> task) {
    return () -> threads.call(task);
  }

  /**
   * Hands the scope over with every task of an executor.
   *
   * @param executor what runs the tasks
   * @return an executor that follows each thread while it runs a task that was given here
   */
  public Executor wrap(Executor executor) {
    return task -> executor.execute(wrap(task));
  }

  /**
   * Says in one line what was captured, what did not run and what matched nothing.
   *
   * @return a line such as {@code maxpool (1, 64, 56, 56), avgpool (1, 512, 1, 1)}
   */
  public String summary() {
    return ScopeSummary.of(recorder);
  }

  /**
   * Fails unless everything that was asked for is there. Reading a name fails if that one is
   * missing; this fails if any is.
   *
   * @throws LayertapException as {@link #all()} does, or if a selected place did not run, or
   *     something went wrong inside of Layertap; the message names each
   */
  public void requireComplete() {
    readings().requireComplete();
  }

  /**
   * Returns the captures that gave nothing: a test that passes because of them proves nothing.
   *
   * @return a line for each, which says why: nothing matched, it was not called, no pass ran, or
   *     the budget was used up; empty if every capture has an activation
   */
  public List<String> unfiredCaptures() {
    return readings().unfired();
  }

  /**
   * Returns how often each capture fired.
   *
   * @return the number of activations there are of each capture, by its text, in the order in which
   *     they were asked for; 0 for those that {@link #unfiredCaptures} explains
   */
  public Map<String, Integer> firedCaptures() {
    return recorder.fired();
  }

  /**
   * Returns the number of forward passes that this scope has followed.
   *
   * @return the count of root {@code forward}s, those that threw included
   */
  public int passCount() {
    return recorder.passCount();
  }

  /**
   * Returns the places that were selected and cannot be seen.
   *
   * @return a line for each, with the reason; empty if there is none
   */
  public List<String> opaquePlaces() {
    return recorder.opaquePlaces().stream().map(Readings::described).toList();
  }

  /**
   * Returns what went wrong inside of Layertap, and was kept from the app.
   *
   * @return a line for each error; empty if all went well
   */
  public List<String> internalErrors() {
    return recorder.errors();
  }

  /**
   * Stops capturing. What was captured stays until the scope is closed, and may be read by another
   * thread: for those who run a model and have no time to look at what came of it.
   *
   * @return what there is, whether or not every capture gave something
   */
  public Captured handOver() {
    threads.stopAll();
    return new Captured(recorder, readings);
  }

  /**
   * Returns a line such as {@code CaptureScope of avgpool, comp=layer3.0.downsample.1: 1 pass, 2
   * activations, 202752 bytes, open}.
   */
  @Override
  public String toString() {
    return recorder.described() + (closed ? "closed" : "open");
  }

  /** Stops capturing and releases every captured array. Closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      threads.stopAll();
      recorder.close();
    }
  }

  /** Collects what a scope shall capture. */
  public static final class Builder {
    private final List<CaptureRequest> requests = new ArrayList<>();
    private @Nullable Block model;
    private long budget = Long.MAX_VALUE;
    private int firstPass;
    private boolean allThreads;
    private boolean quiet;

    Builder() {}

    /**
     * Adds a capture of what is returned; for {@code @name} selectors, of what the annotation says.
     *
     * @param capture a selector, or {@code name=selector}
     * @return this builder
     * @throws SelectorSyntaxException if the text does not follow the grammar
     */
    public Builder addCapture(String capture) {
      requests.add(WrittenCaptures.parse(capture));
      return this;
    }

    /**
     * Adds a capture that says what it takes.
     *
     * @param capture a selector, or {@code name=selector}
     * @param take what to take of the calls it picks
     * @return this builder
     * @throws SelectorSyntaxException if the text does not follow the grammar
     */
    public Builder addCapture(String capture, Take take) {
      return add(capture, Optional.of(take), "open(...)");
    }

    /**
     * Adds a capture of what one annotation names, and no other of the same name.
     *
     * @param key what the annotation processor generated for it
     * @return this builder
     */
    public Builder addCapture(CaptureKey key) {
      requests.add(CaptureRequest.of(key, Optional.empty()));
      return this;
    }

    /**
     * Adds a capture of what one annotation names, which takes something else than the annotation
     * says.
     *
     * @param key what the annotation processor generated for it
     * @param take what to take of the calls
     * @return this builder
     */
    public Builder addCapture(CaptureKey key, Take take) {
      requests.add(CaptureRequest.of(key, Optional.of(take)));
      return this;
    }

    /**
     * Adds a capture that was parsed before, for those who open scopes with the same captures again
     * and again.
     *
     * @param request what to capture
     * @return this builder
     */
    public Builder addCapture(CaptureRequest request) {
      requests.add(request);
      return this;
    }

    /**
     * Adds whatever {@code @Capture} annotations name.
     *
     * @return this builder
     */
    public Builder addAnnotated() {
      requests.add(CaptureRequest.ANNOTATED);
      return this;
    }

    /**
     * Adds the captures of the agent's configuration, if it has one.
     *
     * <p>The configured budget holds too, unless {@link #optBudget} sets another.
     *
     * @return this builder
     * @throws LayertapException if the configuration has a mistake, or one of its captures does not
     *     follow the grammar; the message says where it stands
     */
    public Builder addConfigured() {
      AgentLink agent = Tracer.INSTANCE.agent();
      Optional<String> error = agent.configurationError();
      if (error.isPresent()) {
        throw new LayertapException(error.get());
      }
      agent.configuredCaptures().forEach(this::add);
      if (budget == Long.MAX_VALUE && agent.configuration().get("budget") instanceof Long bytes) {
        budget = bytes;
      }
      return this;
    }

    private void add(AgentLink.ConfiguredCapture one) {
      try {
        add(one.capture(), one.take().map(Take::parse), one.origin());
      } catch (IllegalArgumentException e) { // of either grammar
        throw new LayertapException(one.origin() + ": " + e.getMessage());
      }
    }

    private Builder add(String capture, Optional<Take> take, String origin) {
      requests.add(SelectorParser.capture(capture, take, origin));
      return this;
    }

    /**
     * Binds the scope to one model: passes of other roots are not captured, and a selector that
     * matches nothing fails when the scope is opened.
     *
     * @param block the model's outermost block
     * @return this builder
     */
    public Builder optModel(Block block) {
      this.model = block;
      return this;
    }

    /**
     * Limits what the scope may hold. What would go over it is not captured, nor is anything after
     * it, and reading the scope fails and says what to select instead.
     *
     * @param bytes the limit, for the arrays of all devices together; there is none unless it is
     *     set
     * @return this builder
     */
    public Builder optBudget(long bytes) {
      if (bytes <= 0) {
        throw new IllegalArgumentException("a budget of %d bytes holds nothing".formatted(bytes));
      }
      this.budget = bytes;
      return this;
    }

    /**
     * Counts passes from another number than 0, for scopes that follow one another: what takes
     * every nth pass takes every nth of all of them.
     *
     * @param number the number of the first pass that the scope will see
     * @return this builder
     */
    public Builder optFirstPass(int number) {
      if (number < 0) {
        throw new IllegalArgumentException(
            "a pass has no number %d; the first is 0".formatted(number));
      }
      this.firstPass = number;
      return this;
    }

    /**
     * Follows all threads, and not only the one that opens the scope: for training on several
     * devices, and for models that are run by threads of others.
     *
     * @return this builder
     */
    public Builder optAllThreads() {
      this.allThreads = true;
      return this;
    }

    /**
     * Says nothing on stderr when something fails inside of Layertap: for whoever reads {@link
     * CaptureScope#internalErrors()} anyway, or calls {@link CaptureScope#requireComplete()}.
     *
     * @return this builder
     */
    public Builder optQuiet() {
      this.quiet = true;
      return this;
    }

    /**
     * Opens the scope on the calling thread.
     *
     * @param first one more annotated capture, as for {@link #addCapture(CaptureKey)}
     * @param more more of them
     * @return the scope; close it
     * @throws LayertapException as {@link #open(String...)} does
     * @throws IllegalStateException if no agent runs and none can be attached
     */
    public CaptureScope open(CaptureKey first, CaptureKey... more) {
      addCapture(first);
      for (CaptureKey key : more) {
        addCapture(key);
      }
      return open();
    }

    /**
     * Opens the scope on the calling thread.
     *
     * @param captures more captures, as for {@link #addCapture(String)}
     * @return the scope; close it
     * @throws SelectorSyntaxException if a capture does not follow the grammar
     * @throws LayertapException if a name is declared twice, a selector matches nothing in the
     *     model that the scope is bound to, or what is configured is wanted and has a mistake
     * @throws IllegalStateException if no agent runs and none can be attached
     */
    public CaptureScope open(String... captures) {
      for (String capture : captures) {
        addCapture(capture);
      }
      if (requests.isEmpty()) {
        addConfigured();
        addAnnotated();
      }
      List<CaptureRequest> asked = List.copyOf(requests);
      CaptureChecks.namesAreDeclaredOnce(asked);
      if (model != null) {
        CaptureChecks.everyRequestMatches(asked, List.of(Tracer.INSTANCE.tree(model)));
      }
      return new CaptureScope(new Recorder(asked, model, budget, firstPass, quiet), allThreads);
    }
  }
}
