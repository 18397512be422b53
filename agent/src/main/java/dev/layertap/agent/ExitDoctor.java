// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.live.DoctorReport;
import dev.layertap.agent.live.Surroundings;
import java.lang.instrument.Instrumentation;

/** Writes the doctor's report to stderr when the JVM ends. */
final class ExitDoctor implements Runnable {
  private final Instrumentation instrumentation;

  private ExitDoctor(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Begins to wait for the end. */
  static Thread wait(Instrumentation instrumentation) {
    Thread thread = new Thread(new ExitDoctor(instrumentation), "layertap-doctor");
    Runtime.getRuntime().addShutdownHook(thread);
    return thread;
  }

  /** Ends the waiting. */
  static void cancel(Thread waiting) {
    try {
      Runtime.getRuntime().removeShutdownHook(waiting);
    } catch (IllegalStateException theJvmEnds) {
      return;
    }
  }

  @Override
  public void run() {
    try {
      AgentStart.beginWaiting();
      RunningAgent.find().ifPresent(RunningAgent::finish);
      Stderr.say(DoctorReport.of(LiveCommands.snapshot(Surroundings.of(instrumentation))).text());
    } catch (RuntimeException | LinkageError e) {
      Stderr.say("The doctor could not say how the captures did: " + e);
    }
  }
}
