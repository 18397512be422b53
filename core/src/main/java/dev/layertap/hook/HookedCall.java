// SPDX-License-Identifier: Apache-2.0
package dev.layertap.hook;

import ai.djl.nn.Block;
import java.util.Optional;

/**
 * One execution of {@code forward} that a hook is told of.
 *
 * @param path where it runs, as PyTorch would write it; {@code ""} for the root
 * @param type the simple name of the block's or module's type, such as {@code Conv2d}
 * @param number counted from 0 for each place in each pass
 * @param block the block; empty for a module inside of a TorchScript model, which has none
 */
public record HookedCall(String path, String type, int number, Optional<Block> block) {}
