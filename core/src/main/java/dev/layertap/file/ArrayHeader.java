// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import java.util.List;

/**
 * What a file says of one of its arrays, read without the engine.
 *
 * @param name its name
 * @param type its type, as the file spells it
 * @param shape its shape
 * @param start where its data begins
 * @param length how many bytes of data there are
 */
record ArrayHeader(String name, String type, List<Long> shape, long start, long length) {

  /** The number of elements; negative if no memory could hold them. */
  long count() {
    long count = 1;
    for (long size : shape) {
      try {
        count = Math.multiplyExact(count, size);
      } catch (ArithmeticException e) {
        return -1;
      }
    }
    return count;
  }
}
