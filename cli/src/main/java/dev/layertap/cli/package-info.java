// SPDX-License-Identifier: Apache-2.0
/** The {@code layertap} command. A class a command; what they share stands beside them. */
@NullMarked
package dev.layertap.cli;

import org.jspecify.annotations.NullMarked;
