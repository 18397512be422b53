// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.live.Exchange;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM enters the agent.
 *
 * <p>Whatever goes wrong here is one line on stderr: the app starts and runs as if the agent were
 * not there. Only where the user has said {@code strict=true} does it end the start of the JVM.
 */
public final class LayertapAgent {
  private LayertapAgent() {}

  /**
   * Starts with the JVM, before the app. Where something is wrong and errors are fatal, it ends the
   * JVM with a line on stderr and status 1: an exception from here would make it abort, with native
   * frames on the app's stdout.
   *
   * @param argument what stands behind the jar in {@code -javaagent:layertap-agent.jar=}
   * @param instrumentation the JVM's
   */
  public static void premain(@Nullable String argument, Instrumentation instrumentation) {
    readInstrumentation(instrumentation);
    try {
      new AgentStart(argument, instrumentation).run(true);
    } catch (FatalStartException e) {
      Stderr.say(String.valueOf(e.getMessage()));
      System.exit(1);
    }
  }

  /**
   * Starts in a JVM that runs already. Where errors are fatal, they are so for whoever then wants
   * to capture something, and not for the JVM, which did not ask.
   *
   * @param argument as for {@link #premain}, or the file through which a command of {@link Main}
   *     asks for something
   * @param instrumentation the JVM's
   */
  public static void agentmain(@Nullable String argument, Instrumentation instrumentation) {
    readInstrumentation(instrumentation);
    if (argument != null && argument.startsWith(Exchange.PREFIX)) {
      LiveCommands.serve(argument, instrumentation);
      return;
    }
    AgentStart start = new AgentStart(argument, instrumentation);
    try {
      start.run(false);
    } catch (FatalStartException e) {
      start.leaveWord(e);
    }
  }

  /**
   * On an app's module path the agent is a module itself, which does not read {@code
   * java.instrument} if the JVM was started without an agent.
   */
  private static void readInstrumentation(Object instrumentation) {
    LayertapAgent.class.getModule().addReads(instrumentation.getClass().getModule());
  }
}
