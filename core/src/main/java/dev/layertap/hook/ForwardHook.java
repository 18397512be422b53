// SPDX-License-Identifier: Apache-2.0
package dev.layertap.hook;

import dev.layertap.value.Value;

/**
 * Runs after a block's or module's {@code forward}, as PyTorch's {@code register_forward_hook} has
 * it; not after one that threw.
 */
@FunctionalInterface
public interface ForwardHook {
  /**
   * Sees what was given and what is returned.
   *
   * @param call where it ran
   * @param inputs the arrays that were given, a sequence of the positional inputs; the model may
   *     have overwritten or closed them
   * @param outputs the model's own arrays; copy what shall outlive this method. Those of a
   *     TorchScript module are told after the whole model has run
   */
  void after(HookedCall call, Value inputs, Value outputs);
}
