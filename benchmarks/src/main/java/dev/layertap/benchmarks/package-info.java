// SPDX-License-Identifier: Apache-2.0
/** Measures what Layertap costs, each case beside what it is compared with. */
@NullMarked
package dev.layertap.benchmarks;

import org.jspecify.annotations.NullMarked;
