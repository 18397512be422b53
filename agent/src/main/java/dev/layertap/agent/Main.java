// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.config.Key;
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
          java -javaagent:layertap-agent.jar=layertap.yaml,strict=true ... YourApp

        The configuration file lists what to capture in each pass, for an app without any code of
        Layertap's:
          captures:
            - maxpool
            - comp: layer3.0.downsample.1

        Each key may stand in the agent's argument (budget=256MB), be a system property
        (-Dlayertap.budget=256MB) or an environment variable (LAYERTAP_BUDGET=256MB), or stand in
        the file (budget: 256MB). The first of these that has it wins. The keys:
        %s
        Commands:
          help       this text
          version    the version alone
        """
        .formatted(keys());
  }

  private static String keys() {
    StringBuilder lines = new StringBuilder();
    for (Key key : Key.values()) {
      lines.append("  %-12s %s%n".formatted(key.key(), plain(key.meaning())));
    }
    return lines.toString();
  }

  /** Without what marks code and links in the documentation. */
  private static String plain(String marked) {
    return marked.replace("`", "").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
  }
}
