// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code layertap} command. */
@Command(
    name = "layertap",
    description = "Shows what runs inside of TorchScript models, and captures it.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      TreeCommand.class,
      CaptureCommand.class,
      DiffCommand.class,
      CapturesCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  layertap tree resnet18.pt",
      "  layertap capture resnet18.pt --input image.npy --out activations.npz",
      "  layertap diff activations.npz python.npz",
      "  layertap capture --help",
      "",
      "Exit status: 0 all is there; 1 a difference, or something that was asked for is",
      "not there; 2 wrong use."
    })
public final class Main {
  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "With an error, show where in Java it happened.")
  private boolean verbose;

  private Main() {}

  /**
   * Runs the command, and ends the JVM with its status.
   *
   * @param arguments what was typed after {@code layertap}
   */
  public static void main(String[] arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  /** Runs the command with other streams than the JVM's own. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    Main main = new Main();
    PrintWriter outWriter = new PrintWriter(out, true, UTF_8);
    PrintWriter errWriter = new PrintWriter(err, true, UTF_8);
    Failures failures = new Failures(errWriter, () -> main.verbose);
    try {
      return new CommandLine(main)
          .setOut(outWriter)
          .setErr(errWriter)
          .setUsageHelpAutoWidth(true)
          .setParameterExceptionHandler(failures)
          .setExecutionExceptionHandler(failures)
          .execute(arguments);
    } catch (OutOfMemoryError | LinkageError e) {
      return failures.say(e);
    } finally {
      outWriter.flush();
      errWriter.flush();
    }
  }
}
