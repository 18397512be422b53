// SPDX-License-Identifier: Apache-2.0
/**
 * Reads TorchScript archives, shows their modules, and writes archives whose modules report what
 * they compute.
 */
@NullMarked
package dev.layertap.torchscript;

import org.jspecify.annotations.NullMarked;
