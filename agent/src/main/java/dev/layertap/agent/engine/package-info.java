// SPDX-License-Identifier: Apache-2.0
/** Where DJL's PyTorch engine loads, runs and saves TorchScript models. */
@NullMarked
package dev.layertap.agent.engine;

import org.jspecify.annotations.NullMarked;
