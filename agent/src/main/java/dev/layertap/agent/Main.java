// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.command.Attachment;
import dev.layertap.agent.command.CommandException;
import dev.layertap.agent.command.MachineReport;
import dev.layertap.agent.command.TargetJvm;
import dev.layertap.agent.config.ArgumentWords;
import dev.layertap.agent.config.ConfigurationException;
import dev.layertap.agent.config.Key;
import dev.layertap.agent.config.Spelling;
import dev.layertap.agent.jar.AgentJar;
import dev.layertap.agent.live.Exchange;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@code java -jar layertap-agent.jar} does: the {@link Command}s. */
public final class Main {
  private final PrintStream out;

  private Main(PrintStream out) {
    this.out = out;
  }

  /**
   * Runs a command.
   *
   * @param arguments a command and its arguments, or nothing
   */
  @SuppressWarnings("SystemOut") // here stdout is ours
  public static void main(String[] arguments) {
    int status = run(List.of(arguments), System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  static int run(List<String> words, PrintStream out, PrintStream err) {
    try {
      return new Main(out).run(words);
    } catch (CommandException e) {
      err.println(e.getMessage());
      return e.status();
    }
  }

  private int run(List<String> words) throws CommandException {
    if (words.isEmpty()) {
      return help();
    }
    Optional<Command> command = Command.of(words.get(0));
    if (command.isEmpty()) {
      throw new CommandException(
          CommandException.USAGE,
          "Unknown command \""
              + words.get(0)
              + "\""
              + Spelling.hint(words.get(0), Command.words())
              + ".");
    }
    return run(command.get(), words.subList(1, words.size()));
  }

  private int run(Command command, List<String> arguments) throws CommandException {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(command.help());
      return 0;
    }
    if (!command.takes(arguments.size())) {
      throw new CommandException(CommandException.USAGE, command.usage());
    }
    return switch (command) {
      case HELP -> help();
      case VERSION -> print(0, "Layertap agent " + Version.current());
      case DOCTOR ->
          arguments.isEmpty()
              ? print(0, MachineReport.of(Version.current(), jar()))
              : ask(command, arguments);
      case ATTACH, STATUS, DETACH -> ask(command, arguments);
    };
  }

  private int ask(Command command, List<String> arguments) throws CommandException {
    try {
      String words =
          ArgumentWords.join(arguments.subList(1, arguments.size()), Path.of("").toAbsolutePath());
      TargetJvm target = TargetJvm.of(arguments.get(0));
      Exchange.Reply reply =
          new Attachment(target, jar()).ask(new Exchange.Request(command.word(), words));
      return print(reply.status(), reply.text());
    } catch (ConfigurationException e) {
      throw new CommandException(CommandException.USAGE, String.valueOf(e.getMessage()));
    } catch (NoClassDefFoundError e) {
      if (ModuleLayer.boot().findModule("jdk.attach").isPresent()) {
        throw e;
      }
      throw new CommandException(
          1,
          "The Java in "
              + System.getProperty("java.home")
              + " cannot attach to other JVMs, because it has no module jdk.attach. Run the command"
              + " with a JDK's java.");
    }
  }

  private static Path jar() throws CommandException {
    try {
      return AgentJar.of(Main.class);
    } catch (IOException e) {
      throw new CommandException(1, "The agent's own jar cannot be found: " + e.getMessage());
    }
  }

  private int print(int status, String text) {
    out.println(text);
    return status;
  }

  private int help() {
    out.println("Layertap agent " + Version.current());
    out.print(helpText());
    return 0;
  }

  private static String helpText() {
    return """
        Captures the intermediate activations of any DJL model without a change to its code.

        Start your app with it:
          java -javaagent:layertap-agent.jar ... YourApp
          java -javaagent:layertap-agent.jar=layertap.yaml,strict=true ... YourApp

        or attach it to an app that runs:
          java -jar layertap-agent.jar attach PID "captures=maxpool;avgpool"

        The configuration file lists what to capture in each pass, for an app without any code of
        Layertap's:
          captures:
            - maxpool
            - comp: layer3.0.downsample.1

        Each key may stand in the agent's argument (budget=256MB), be a system property
        (-Dlayertap.budget=256MB) or an environment variable (LAYERTAP_BUDGET=256MB), or stand in
        the file (budget: 256MB). The first of these that has it wins. The keys:
        %s
        Commands, each of which tells more with --help:
        %s"""
        .formatted(keys(), commands());
  }

  private static String commands() {
    StringBuilder lines = new StringBuilder();
    for (Command command : Command.values()) {
      lines.append(command.inList());
    }
    return lines.toString();
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
