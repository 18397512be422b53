// SPDX-License-Identifier: Apache-2.0
package dev.layertap.take;

/**
 * A conversion to a type of which only the word is known: in a compiler, where there is no DJL.
 *
 * @param word such as {@code float16}
 */
record TypeWord(String word) implements Step {
  @Override
  public String toString() {
    return word;
  }
}
