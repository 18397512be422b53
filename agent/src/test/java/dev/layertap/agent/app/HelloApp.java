// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

/** An app without any DJL. */
public final class HelloApp {
  private HelloApp() {}

  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
