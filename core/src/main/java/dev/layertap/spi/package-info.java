// SPDX-License-Identifier: Apache-2.0
/**
 * What an engine's part of Layertap provides, so that core sees into blocks that it runs as one.
 */
@NullMarked
package dev.layertap.spi;

import org.jspecify.annotations.NullMarked;
