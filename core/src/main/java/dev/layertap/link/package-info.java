// SPDX-License-Identifier: Apache-2.0
/** What the agent does for core, found by name. */
@NullMarked
package dev.layertap.link;

import org.jspecify.annotations.NullMarked;
