// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import java.io.PrintStream;
import java.util.List;

/** What {@code java -jar layertap-agent.jar} does: it says what the jar is and how to use it. */
public final class Main {
  private static final List<String> HELP = List.of("help", "--help", "-h");
  private static final List<String> VERSION = List.of("version", "--version", "-V");

  private Main() {}

  /**
   * Runs a command.
   *
   * @param arguments a command, or nothing
   */
  @SuppressWarnings("SystemOut") // here stdout is ours
  public static void main(String[] arguments) {
    int status = run(List.of(arguments), System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.size() > 1
        || !(arguments.isEmpty()
            || HELP.contains(arguments.get(0))
            || VERSION.contains(arguments.get(0)))) {
      err.println("Unknown command: " + String.join(" ", arguments));
      err.println("Known are: help, version.");
      return 2;
    }
    out.println("Layertap agent " + Version.current());
    if (arguments.isEmpty() || HELP.contains(arguments.get(0))) {
      out.print(help());
    }
    return 0;
  }

  private static String help() {
    return """
        Captures the intermediate activations of any DJL model without a change to its code.

        Start your app with it:
          java -javaagent:layertap-agent.jar ... YourApp
          java -javaagent:layertap-agent.jar=layertap.yaml ... YourApp

        The configuration file lists what to capture in each pass, for an app without any code of
        Layertap's. It may also be named by the system property layertap.config or by the
        environment variable LAYERTAP_CONFIG:
          captures:
            - maxpool
            - comp: layer3.0.downsample.1

        Commands:
          help       this text
          version    the version alone
        """;
  }
}
