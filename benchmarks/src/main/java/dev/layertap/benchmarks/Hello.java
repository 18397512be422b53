// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

/** A program without DJL. */
public final class Hello {
  private Hello() {}

  /**
   * Says hello.
   *
   * @param args not read
   */
  public static void main(String[] args) {
    System.out.println("hello");
  }
}
