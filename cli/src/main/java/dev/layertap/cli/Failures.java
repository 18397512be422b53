// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.select.SelectorSyntaxException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on stderr why a command ended; where in Java it did only to those who ask. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final PrintWriter err;
  private final BooleanSupplier verbose;

  Failures(PrintWriter err, BooleanSupplier verbose) {
    this.err = err;
    this.verbose = verbose;
  }

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    err.println("layertap: " + message(problem, command));
    UnmatchedArgumentException.printSuggestions(problem, err);
    err.println(
        "\"%s --help\" shows how it is used.".formatted(command.getCommandSpec().qualifiedName()));
    return ExitCodes.WRONG_USE;
  }

  /** Of an unknown option and a missing one the first explains the second. */
  private static String message(ParameterException problem, CommandLine command) {
    return command.getUnmatchedArguments().stream()
        .filter(argument -> argument.startsWith("-"))
        .findFirst()
        .map(option -> "Unknown option: '" + option + "'")
        .orElse(String.valueOf(problem.getMessage()));
  }

  @Override
  public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
    return say(problem);
  }

  /** Says it, and returns the exit status. */
  int say(Throwable problem) {
    err.println("layertap: " + message(problem));
    if (verbose.getAsBoolean()) {
      problem.printStackTrace(err);
    }
    return problem instanceof CommandFailure failure ? failure.status() : ExitCodes.WRONG_USE;
  }

  private static String message(Throwable problem) {
    String message = String.valueOf(problem.getMessage());
    if (problem instanceof CommandFailure || problem instanceof SelectorSyntaxException) {
      return message;
    }
    if (problem instanceof FileSystemException file) {
      String reason = file.getReason();
      return "%s cannot be used: %s."
          .formatted(file.getFile(), reason == null ? kind(file) : reason);
    }
    if (problem instanceof IOException) {
      return message;
    }
    if (problem instanceof OutOfMemoryError) {
      return "Java ran out of memory. Select less, or give it more: JDK_JAVA_OPTIONS=-Xmx8g";
    }
    return "This should not have happened: %s. Report it with what --verbose shows."
        .formatted(problem);
  }

  private static String kind(FileSystemException problem) {
    String name = problem.getClass().getSimpleName().replaceFirst("Exception$", "");
    return name.replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }
}
