// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.nn.Block;
import dev.layertap.model.BlockTree;
import dev.layertap.path.ModelPath;
import dev.layertap.select.CaptureRequest;
import dev.layertap.select.NearestNames;
import dev.layertap.select.Place;
import dev.layertap.select.SelectorParser;
import dev.layertap.select.SelectorSyntaxException;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lifetime of captured activations: opened, filled by the forward passes of the thread that
 * opened it, read, closed.
 *
 * <pre>{@code
 * try (CaptureScope scope = Layertap.open("avgpool", "comp=layer3.0.downsample.1")) {
 *   predictor.predict(image);
 *   NDArray comp = scope.get("comp").array();
 * }
 * }</pre>
 *
 * <p>Closing releases every array that the scope holds. Nothing is ever captured in part and in
 * silence: the first read fails if a selector matched nothing.
 */
public final class CaptureScope implements AutoCloseable {
  private final Recorder recorder;
  private final Runnable stopObserving;
  private final String thread = Thread.currentThread().getName();
  private volatile boolean closed;

  private CaptureScope(Recorder recorder) {
    this.recorder = recorder;
    this.stopObserving = Tracer.INSTANCE.observeThisThread(recorder);
  }

  /**
   * Returns the only activation of a name.
   *
   * @param name the capture's name, or the path of a captured place
   * @return the activation
   * @throws LayertapException if there is none, or more than one; the message says what there is
   */
  public Activation get(String name) {
    return only(name, all(name));
  }

  private static Activation only(String name, List<Activation> found) {
    if (found.size() > 1) {
      throw new LayertapException(
          "\"%s\" has %d activations, not one; read them with all(\"%s\"):%n%s"
              .formatted(name, found.size(), name, lines(found)));
    }
    return found.get(0);
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
    return only(name, all(name, side));
  }

  /**
   * Returns the activations of a name.
   *
   * @param name the capture's name, or the path of a captured place
   * @return at least one activation, in order of execution
   * @throws LayertapException if there is none; the message says why
   */
  public List<Activation> all(String name) {
    List<Activation> everything = all();
    List<Activation> found = everything.stream().filter(one -> one.name().equals(name)).toList();
    if (found.isEmpty()) {
      Set<ModelPath> paths = pathsSpelled(name);
      found = everything.stream().filter(one -> paths.contains(one.modelPath())).toList();
    }
    if (found.isEmpty()) {
      throw new LayertapException(whyNothing(name, everything));
    }
    return found;
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
    List<Activation> found = all(name);
    List<Activation> there = found.stream().filter(one -> one.side() == side).toList();
    if (there.isEmpty()) {
      throw new LayertapException(
          "\"%s\" has no %s activations; its capture takes what is %s:%n%s"
              .formatted(
                  name,
                  side.toString().toLowerCase(Locale.ROOT),
                  side == Side.INPUT
                      ? "returned, unless it asks for Take.inputs() or Take.both()"
                      : "given",
                  lines(found)));
    }
    return there;
  }

  /**
   * Returns all activations.
   *
   * @return the activations in order of execution: what an inner block returned stands before what
   *     the block that called it did
   * @throws LayertapException if a selector matched nothing in the models that ran, or none ran
   */
  public List<Activation> all() {
    if (closed) {
      throw new IllegalStateException(
          "This scope is closed and its arrays are released; read it before, or detach an array to"
              + " keep it.");
    }
    if (recorder.passCount() == 0) {
      throw new LayertapException(
          "No forward pass ran in this scope. It follows the thread that opened it (%s) from then on%s."
              .formatted(thread, recorder.boundTo()));
    }
    CaptureChecks.everyRequestMatches(recorder.requests(), recorder.trees());
    return recorder.activations();
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
    return recorder.opaquePlaces().stream().map(CaptureScope::described).toList();
  }

  /**
   * Returns what went wrong inside of Layertap, and was kept from the app.
   *
   * @return a line for each error; empty if all went well
   */
  public List<String> internalErrors() {
    return recorder.errors();
  }

  /** Stops capturing and releases every captured array. Closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      stopObserving.run();
      recorder.close();
    }
  }

  /** The paths that a text names exactly, in PyTorch's spelling or in DJL's. */
  private Set<ModelPath> pathsSpelled(String name) {
    try {
      var selector = SelectorParser.selector(name);
      return recorder.places().stream()
          .filter(selector::matches)
          .map(Place::path)
          .collect(Collectors.toSet());
    } catch (SelectorSyntaxException e) {
      return Set.of();
    }
  }

  private String whyNothing(String name, List<Activation> everything) {
    for (CaptureRequest request : recorder.requests()) {
      if (request.name().orElse(request.text()).equals(name)) {
        return "\"%s\" did not run: it matches %s, but %s."
            .formatted(
                name,
                recorder.placesOf(request).stream()
                    .map(CaptureScope::described)
                    .collect(Collectors.joining(", ")),
                recorder.passCount() == 1
                    ? "this was not called in the scope's one pass"
                    : "this was not called in any of the scope's %d passes"
                        .formatted(recorder.passCount()));
      }
    }
    List<String> names = everything.stream().map(Activation::name).distinct().toList();
    return "Nothing was captured as \"%s\".%s Captured: %s."
        .formatted(name, NearestNames.didYouMean(name, names), String.join(", ", names));
  }

  private static String described(Place place) {
    return place.opaque().map(reason -> place + ", opaque: " + reason).orElse(place.toString());
  }

  private static String lines(List<Activation> activations) {
    return activations.stream().map(one -> "  " + one).collect(Collectors.joining("\n"));
  }

  /** Collects what a scope shall capture. */
  public static final class Builder {
    private final List<CaptureRequest> requests = new ArrayList<>();
    private @Nullable Block model;

    Builder() {}

    /**
     * Adds a capture of what is returned.
     *
     * @param capture a selector, or {@code name=selector}
     * @return this builder
     * @throws SelectorSyntaxException if the text does not follow the grammar
     */
    public Builder addCapture(String capture) {
      return addCapture(capture, Take.outputs());
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
      requests.add(SelectorParser.capture(capture, take, "open(...)"));
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
     * @return this builder
     * @throws SelectorSyntaxException if one of them does not follow the grammar
     */
    public Builder addConfigured() {
      var agent = Tracer.INSTANCE.agent();
      List<String> captures = agent.configuredCaptures();
      captures.forEach(
          capture ->
              requests.add(
                  SelectorParser.capture(capture, Take.outputs(), agent.configurationSource())));
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
     * Opens the scope on the calling thread.
     *
     * @param captures more captures, as for {@link #addCapture}
     * @return the scope; close it
     * @throws SelectorSyntaxException if a capture does not follow the grammar
     * @throws LayertapException if a name is declared twice, or a selector matches nothing in the
     *     model that the scope is bound to
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
      CaptureChecks.namesAreDeclaredOnce(requests);
      if (model != null) {
        BlockTree tree = Tracer.INSTANCE.tree(model);
        CaptureChecks.everyRequestMatches(requests, List.of(tree));
      }
      return new CaptureScope(new Recorder(List.copyOf(requests), model));
    }
  }
}
