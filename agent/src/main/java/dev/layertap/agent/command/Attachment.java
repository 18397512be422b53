// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.command;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.layertap.agent.live.Exchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** Has the agent in another JVM do something: attaches to it, once, and detaches again. */
public final class Attachment {
  private static final int OLDEST = 17;

  private final TargetJvm target;
  private final Path jar;

  /**
   * Makes ready to ask.
   *
   * @param target the JVM
   * @param jar the agent's own
   */
  public Attachment(TargetJvm target, Path jar) {
    this.target = target;
    this.jar = jar;
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param request the command
   * @return what came of it
   * @throws CommandException if the JVM cannot be asked
   */
  public Exchange.Reply ask(Exchange.Request request) throws CommandException {
    Exchange exchange;
    try {
      exchange = Exchange.create();
    } catch (IOException e) {
      throw new CommandException(
          "There is no place for a temporary file, through which that JVM would answer: " + e);
    }
    try {
      hand(exchange.file());
      exchange.ask(request);
      load(exchange);
      return answer(exchange);
    } catch (IOException e) {
      throw new CommandException("JVM " + target.pid() + " cannot be reached: " + e.getMessage());
    } finally {
      delete(exchange);
    }
  }

  /** A root that asks somebody's JVM gives that somebody the file. */
  private void hand(Path file) throws IOException {
    Optional<String> owner = target.user();
    if (owner.isPresent() && !owner.get().equals(System.getProperty("user.name"))) {
      Files.setOwner(file, Files.getOwner(Path.of("/proc", Long.toString(target.pid()))));
    }
  }

  private void load(Exchange exchange) throws CommandException, IOException {
    VirtualMachine jvm = attach();
    try {
      requireNewEnough(jvm.getSystemProperties());
      jvm.loadAgent(jar.toString(), exchange.argument());
    } catch (AgentLoadException e) {
      throw refused(String.valueOf(e.getMessage()));
    } catch (AgentInitializationException e) {
      throw new CommandException(
          "The agent failed as it started in JVM "
              + target.pid()
              + "; the reason stands on that JVM's stderr.");
    } finally {
      jvm.detach();
    }
  }

  private VirtualMachine attach() throws CommandException, IOException {
    try {
      return VirtualMachine.attach(Long.toString(target.pid()));
    } catch (AttachNotSupportedException e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains("does not support the attach mechanism")) {
        throw TargetJvm.disabled(target.pid());
      }
      throw new CommandException(
          "JVM "
              + target.pid()
              + " does not answer: "
              + message
              + ". It may have stopped, be about to end, or see another /tmp (a container): run the"
              + " command where it runs.");
    }
  }

  private void requireNewEnough(Properties properties) throws CommandException {
    String version = properties.getProperty("java.specification.version", "");
    boolean isOld =
        version.startsWith("1.")
            || (version.matches("[0-9]+") && Integer.parseInt(version) < OLDEST);
    if (isOld) {
      throw new CommandException(
          "JVM " + target.pid() + " is Java " + version + "; Layertap wants 17 or newer.");
    }
  }

  private CommandException refused(String message) {
    if (message.contains("Dynamic agent loading is not enabled")) {
      return new CommandException(
          "JVM "
              + target.pid()
              + " loads no agents once it runs. Start it with -XX:+EnableDynamicAgentLoading, or with"
              + " -javaagent:layertap-agent.jar.");
    }
    return new CommandException(
        "JVM "
            + target.pid()
            + " did not load "
            + jar
            + ": "
            + message
            + ". It must be able to read that file: is it in a container, or another's folder?");
  }

  private Exchange.Reply answer(Exchange exchange) throws CommandException {
    try {
      return exchange.reply();
    } catch (IOException e) {
      throw new CommandException(
          "JVM "
              + target.pid()
              + " was reached and gave no answer, because it cannot write to "
              + exchange.file()
              + ". Run the command where it sees the same files: inside of its container.");
    }
  }

  private static void delete(Exchange exchange) {
    try {
      exchange.delete();
    } catch (IOException e) {
      exchange.file().toFile().deleteOnExit();
    }
  }
}
