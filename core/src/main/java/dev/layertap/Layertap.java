// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.Model;
import ai.djl.nn.Block;

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
   * @throws LayertapException if a name is declared twice
   * @throws IllegalStateException if no agent runs and none can be attached; the message says what
   *     to do
   */
  public static CaptureScope open(String... captures) {
    return builder().open(captures);
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
