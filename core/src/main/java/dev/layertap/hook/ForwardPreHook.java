// SPDX-License-Identifier: Apache-2.0
package dev.layertap.hook;

import dev.layertap.value.Value;

/**
 * Runs before a block's or module's {@code forward}, as PyTorch's {@code register_forward_pre_hook}
 * has it.
 */
@FunctionalInterface
public interface ForwardPreHook {
  /**
   * Sees what is given.
   *
   * @param call where it runs
   * @param inputs the model's own arrays, a sequence of the positional inputs; copy what shall
   *     outlive this method. Those of a TorchScript module are told after the whole model has run
   */
  void before(HookedCall call, Value inputs);
}
