// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.metrics;

import dev.layertap.value.Statistics;

/** Where numbers are kept, one way or the other. */
interface Meters extends AutoCloseable {
  /** What this is, for {@code status}. */
  String kind();

  void pass(String model, long nanos);

  void block(String model, String path, String type, long nanos);

  void activation(String model, String path, String type, Statistics statistics);

  /** Takes away all that was registered. */
  @Override
  void close();
}
