// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

/** What is printed of an activation's values. */
record Statistics(double mean, double std, float min, float max) {
  static Statistics of(float[] values) {
    double sum = 0;
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    double mean = sum / values.length;
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Statistics(mean, Math.sqrt(squares / values.length), min, max);
  }
}
