// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A running JVM that a command is for. What is asked here is asked before it is touched: to attach
 * to a process sends it a signal, which ends one that is no JVM, and makes one that disables
 * attaching print its threads.
 */
public final class TargetJvm {
  private static final String DISABLED = "-XX:+DisableAttachMechanism";

  private final ProcessHandle process;

  private TargetJvm(ProcessHandle process) {
    this.process = process;
  }

  /**
   * Finds the JVM.
   *
   * @param pid its process, as the user wrote it
   * @return a JVM of the same user, which may be attached to as far as is known
   * @throws CommandException if there is none
   */
  public static TargetJvm of(String pid) throws CommandException {
    TargetJvm target = new TargetJvm(find(pid));
    target.requireSameUser(System.getProperty("user.name", "?"));
    target.requireJvm();
    target.requireAttachable();
    return target;
  }

  private static ProcessHandle find(String pid) throws CommandException {
    Optional<ProcessHandle> process;
    try {
      process = ProcessHandle.of(Long.parseLong(pid));
    } catch (NumberFormatException e) {
      throw new CommandException(
          CommandException.USAGE,
          "\"" + pid + "\" is no process id. \"doctor\" without one lists the JVMs that run.");
    }
    if (process.isEmpty()) {
      throw new CommandException(
          "There is no process " + pid + ". \"doctor\" without one lists the JVMs that run.");
    }
    return process.get();
  }

  long pid() {
    return process.pid();
  }

  /** The user that the process runs as, if the system tells. */
  Optional<String> user() {
    return process.info().user();
  }

  private void requireSameUser(String me) throws CommandException {
    Optional<String> owner = user();
    if (owner.isPresent() && !owner.get().equals(me) && !me.equals("root") && !me.equals("?")) {
      throw new CommandException(
          "Process "
              + pid()
              + " belongs to "
              + owner.get()
              + ", and this command runs as "
              + me
              + ". A JVM lets itself be attached to by its own user only: sudo -u "
              + owner.get()
              + " java -jar layertap-agent.jar ...");
    }
  }

  private void requireJvm() throws CommandException {
    if (!isJvm()) {
      throw new CommandException(
          "Process "
              + pid()
              + process.info().command().map(command -> " (" + command + ")").orElse("")
              + " is no JVM. \"doctor\" without a process lists the JVMs that run.");
    }
  }

  /** Linux shows what a process has mapped; elsewhere the list of JVMs must do. */
  private boolean isJvm() {
    Path maps = Path.of("/proc", Long.toString(pid()), "maps");
    try (Stream<String> lines = Files.lines(maps, java.nio.charset.StandardCharsets.ISO_8859_1)) {
      return lines.anyMatch(line -> line.endsWith("/libjvm.so"));
    } catch (IOException | RuntimeException e) {
      return RunningJvms.pids().contains(Long.toString(pid()));
    }
  }

  private void requireAttachable() throws CommandException {
    if (process
        .info()
        .arguments()
        .map(Arrays::asList)
        .filter(all -> all.contains(DISABLED))
        .isPresent()) {
      throw disabled(pid());
    }
  }

  static CommandException disabled(long pid) {
    return new CommandException(
        "JVM "
            + pid
            + " was started with "
            + DISABLED
            + ". Start it without that option, or with -javaagent:layertap-agent.jar.");
  }
}
