// SPDX-License-Identifier: Apache-2.0
/** Reads the configuration file. */
@NullMarked
package dev.layertap.agent.config;

import org.jspecify.annotations.NullMarked;
