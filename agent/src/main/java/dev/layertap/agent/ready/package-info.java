// SPDX-License-Identifier: Apache-2.0
/** A program of the build, which weaves DJL's own classes ahead. The finished jar is without it. */
@NullMarked
package dev.layertap.agent.ready;

import org.jspecify.annotations.NullMarked;
