// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

/** Loads a class of DJL, runs no block, and waits for what the agent makes ready meanwhile. */
public final class FirstClassApp {
  private FirstClassApp() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws Exception {
    Class<?> unused = Class.forName("ai.djl.nn.Block", false, FirstClassApp.class.getClassLoader());
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("layertap-ahead")) {
        thread.join();
      }
    }
    System.out.println("ready");
  }
}
