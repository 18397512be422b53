// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.Model;
import ai.djl.nn.Block;
import dev.layertap.annotation.CaptureKey;
import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.hook.ForwardHook;
import dev.layertap.hook.ForwardPreHook;
import dev.layertap.hook.HookHandle;
import dev.layertap.hook.HookObserver;
import dev.layertap.select.CaptureRequest;
import dev.layertap.select.SelectorParser;
import dev.layertap.trace.Tracer;
import java.util.List;
import java.util.Optional;

/**
 * The way in: opens scopes, and shows what a model is made of.
 *
 * <p>If the JVM was not started with the agent, the first scope attaches it.
 */
public final class Layertap {
  private Layertap() {}

  /**
   * Opens a scope that captures what the arguments pick.
   *
   * <p>Without arguments it takes what is annotated with {@link dev.layertap.annotation.Capture}
   * and what the agent's configuration names.
   *
   * @param captures selectors, or {@code name=selector}: {@code "avgpool"}, {@code
   *     "comp=layer3.0.downsample.1"}, {@code "**.bn?"}
   * @return the scope, which follows the calling thread; close it
   * @throws dev.layertap.select.SelectorSyntaxException if a capture does not follow the grammar
   * @throws LayertapException if a name is declared twice, or if there are no arguments and the
   *     configuration has a mistake
   * @throws IllegalStateException if no agent runs and none can be attached; the message says what
   *     to do
   */
  public static CaptureScope open(String... captures) {
    return builder().open(captures);
  }

  /**
   * Opens a scope that captures what annotations name.
   *
   * @param first a key that the annotation processor generated: {@code ResNet18Captures.COMP}
   * @param more more of them
   * @return the scope, which follows the calling thread; close it
   * @throws IllegalStateException if no agent runs and none can be attached; the message says what
   *     to do
   */
  public static CaptureScope open(CaptureKey first, CaptureKey... more) {
    return builder().open(first, more);
  }

  /**
   * Lists the captures that the annotation processor found when the jars on the class path were
   * compiled. Classes that were compiled without it are not among them.
   *
   * @return each {@link dev.layertap.annotation.Capture} annotation, sorted by class
   */
  public static List<DeclaredCapture> declaredCaptures() {
    return AnnotatedCaptures.declared();
  }

  /**
   * Starts a scope that is bound to one model.
   *
   * @param model the model whose passes are captured
   * @return a builder; its {@code open} fails if a selector matches nothing in the model
   */
  public static CaptureScope.Builder on(Model model) {
    return on(model.getBlock());
  }

  /**
   * Starts a scope that is bound to one model.
   *
   * @param model the outermost block of the model whose passes are captured
   * @return a builder; its {@code open} fails if a selector matches nothing in the model
   */
  public static CaptureScope.Builder on(Block model) {
    return builder().optModel(model);
  }

  /**
   * Starts a scope that captures nothing yet.
   *
   * @return a builder
   */
  public static CaptureScope.Builder builder() {
    return new CaptureScope.Builder();
  }

  /**
   * Runs a hook before every {@code forward} that a selector picks, in all models and on all
   * threads. Several hooks run in order of registration; what one throws is counted and said, and
   * never reaches the model.
   *
   * @param selector which blocks and modules: {@code "layer*.0"}
   * @param hook what to run
   * @return removes this hook and no other
   * @throws dev.layertap.select.SelectorSyntaxException if the text does not follow the grammar
   * @throws IllegalStateException if no agent runs and none can be attached
   */
  public static HookHandle registerForwardPreHook(String selector, ForwardPreHook hook) {
    return HookObserver.before(hooked(selector), null, hook);
  }

  /**
   * Runs a hook before every {@code forward} of one model that a selector picks.
   *
   * @param model the model's outermost block
   * @param selector which blocks and modules
   * @param hook what to run
   * @return removes this hook and no other
   * @throws LayertapException if the selector matches nothing in the model
   */
  public static HookHandle registerForwardPreHook(
      Block model, String selector, ForwardPreHook hook) {
    return HookObserver.before(hooked(selector, model), model, hook);
  }

  /**
   * Runs a hook after every {@code forward} that a selector picks, in all models and on all
   * threads. Several hooks run in order of registration; what one throws is counted and said, and
   * never reaches the model.
   *
   * @param selector which blocks and modules: {@code "layer*.0"}
   * @param hook what to run
   * @return removes this hook and no other
   * @throws dev.layertap.select.SelectorSyntaxException if the text does not follow the grammar
   * @throws IllegalStateException if no agent runs and none can be attached
   */
  public static HookHandle registerForwardHook(String selector, ForwardHook hook) {
    return HookObserver.after(hooked(selector), null, hook);
  }

  /**
   * Runs a hook after every {@code forward} of one model that a selector picks.
   *
   * @param model the model's outermost block
   * @param selector which blocks and modules
   * @param hook what to run
   * @return removes this hook and no other
   * @throws LayertapException if the selector matches nothing in the model
   */
  public static HookHandle registerForwardHook(Block model, String selector, ForwardHook hook) {
    return HookObserver.after(hooked(selector, model), model, hook);
  }

  /**
   * Runs a hook before every {@code forward} of what one annotation names, in all models and on all
   * threads.
   *
   * @param key what the annotation processor generated for it
   * @param hook what to run
   * @return removes this hook and no other
   * @throws IllegalStateException if no agent runs and none can be attached
   */
  public static HookHandle registerForwardPreHook(CaptureKey key, ForwardPreHook hook) {
    return HookObserver.before(CaptureRequest.of(key, Optional.empty()), null, hook);
  }

  /**
   * Runs a hook before every {@code forward} of one model's blocks that one annotation names.
   *
   * @param model the model's outermost block
   * @param key what the annotation processor generated for it
   * @param hook what to run
   * @return removes this hook and no other
   * @throws LayertapException if the annotation names nothing in the model
   */
  public static HookHandle registerForwardPreHook(
      Block model, CaptureKey key, ForwardPreHook hook) {
    return HookObserver.before(
        inModel(CaptureRequest.of(key, Optional.empty()), model), model, hook);
  }

  /**
   * Runs a hook after every {@code forward} of what one annotation names, in all models and on all
   * threads.
   *
   * @param key what the annotation processor generated for it
   * @param hook what to run
   * @return removes this hook and no other
   * @throws IllegalStateException if no agent runs and none can be attached
   */
  public static HookHandle registerForwardHook(CaptureKey key, ForwardHook hook) {
    return HookObserver.after(CaptureRequest.of(key, Optional.empty()), null, hook);
  }

  /**
   * Runs a hook after every {@code forward} of one model's blocks that one annotation names.
   *
   * @param model the model's outermost block
   * @param key what the annotation processor generated for it
   * @param hook what to run
   * @return removes this hook and no other
   * @throws LayertapException if the annotation names nothing in the model
   */
  public static HookHandle registerForwardHook(Block model, CaptureKey key, ForwardHook hook) {
    return HookObserver.after(
        inModel(CaptureRequest.of(key, Optional.empty()), model), model, hook);
  }

  private static CaptureRequest hooked(String selector) {
    return new CaptureRequest(
        Optional.empty(),
        selector,
        SelectorParser.selector(selector),
        Optional.empty(),
        "the hook's selector");
  }

  private static CaptureRequest hooked(String selector, Block model) {
    return inModel(hooked(selector), model);
  }

  private static CaptureRequest inModel(CaptureRequest request, Block model) {
    CaptureChecks.everyRequestMatches(List.of(request), List.of(Tracer.INSTANCE.tree(model)));
    return request;
  }

  /**
   * Describes a model in the manner of PyTorch's {@code print(model)}.
   *
   * @param model the model
   * @return its tree; {@code toString()} prints it
   */
  public static ModelTree tree(Model model) {
    return tree(model.getBlock());
  }

  /**
   * Describes a block in the manner of PyTorch's {@code print(model)}.
   *
   * @param block the outermost block
   * @return its tree; {@code toString()} prints it
   */
  public static ModelTree tree(Block block) {
    return BlockDescriber.describe(block);
  }
}
