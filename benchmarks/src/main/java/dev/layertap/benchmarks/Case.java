// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.util.List;

/** Measures something and what it is compared with. */
interface Case {
  /** The names of its figures begin with it. */
  String name();

  List<Figure> measure() throws Exception;
}
