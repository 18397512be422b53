// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import dev.layertap.agent.bridge.Facts;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Lets sinks finish when the JVM ends. It is the agent's thread: one of core's would keep a web app
 * from being collected.
 */
final class EndOfJvm extends Thread {
  private final Set<AutoCloseable> runs =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private EndOfJvm() {
    super(null, null, "layertap-end", 0, false);
  }

  /**
   * Begins to wait.
   *
   * @param facts the bridge's, which show what runs
   */
  static EndOfJvm awaited(Map<String, Object> facts) {
    EndOfJvm end = made();
    facts.put(Facts.RUNS, end.runs);
    end.setContextClassLoader(null);
    Runtime.getRuntime().addShutdownHook(end);
    return end;
  }

  /**
   * Made with the agent's own rights, for a thread keeps whose rights it was made with: until JDK
   * 24 those of all classes on the stack, and so their loaders.
   */
  @SuppressWarnings("removal")
  private static EndOfJvm made() {
    return AccessController.doPrivileged((PrivilegedAction<EndOfJvm>) EndOfJvm::new);
  }

  /** Closes this then, if it is still there. */
  void add(AutoCloseable run) {
    runs.add(run);
  }

  /** This is closed already. */
  void remove(AutoCloseable run) {
    runs.remove(run);
  }

  /** Ends the waiting. */
  void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(this);
    } catch (IllegalStateException theJvmEnds) {
      return;
    }
  }

  @Override
  public void run() {
    closeAll();
  }

  /** Closes all that run. What is being closed already is waited for. */
  void closeAll() {
    List<AutoCloseable> left;
    synchronized (runs) {
      left = new ArrayList<>(runs);
    }
    for (AutoCloseable run : left) {
      try {
        run.close();
      } catch (Exception | LinkageError said) {
        // It has told the user itself, and the JVM ends all the same.
      }
    }
  }
}
