// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import dev.layertap.compare.Elements;

/** Arrays taken as vectors, in double precision. */
final class Vectors {
  private Vectors() {}

  static double norm(Elements vector) {
    return Math.sqrt(dot(vector, vector));
  }

  static double cosine(Elements one, Elements other) {
    return dot(one, other) / (norm(one) * norm(other));
  }

  private static double dot(Elements one, Elements other) {
    double sum = 0;
    for (int i = 0; i < one.size(); i++) {
      sum += one.at(i) * other.at(i);
    }
    return sum;
  }
}
