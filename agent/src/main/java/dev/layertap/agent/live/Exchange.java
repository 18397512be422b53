// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The file through which a command and the agent in another JVM speak: the command writes what it
 * wants, and the agent what came of it, in the same file. Nothing listens anywhere, and the JVM's
 * limit for an agent's argument does not matter.
 *
 * <p>The file belongs to the command, which makes it for its own user alone and deletes it.
 */
public final class Exchange {
  /** What the agent's argument begins with if it is such a file. */
  public static final String PREFIX = "exchange:";

  private final Path file;

  private Exchange(Path file) {
    this.file = file;
  }

  /**
   * What the agent answers.
   *
   * @param status the exit status of the command
   * @param text what it prints
   */
  public record Reply(int status, String text) {}

  /**
   * What the command wants.
   *
   * @param command its name
   * @param argument the configuration, as it stands behind an agent's jar
   */
  public record Request(String command, String argument) {}

  /**
   * Makes a file that only this user can read and write.
   *
   * @return the exchange, with nothing in it
   * @throws IOException if there is no place for it
   */
  public static Exchange create() throws IOException {
    return new Exchange(Files.createTempFile("layertap", ".exchange"));
  }

  /**
   * Finds what an agent was given.
   *
   * @param argument the agent's
   * @return the exchange
   */
  public static Exchange of(String argument) {
    return new Exchange(Path.of(argument.substring(PREFIX.length())));
  }

  /**
   * Returns the argument to start the agent with.
   *
   * @return the prefix and the file
   */
  public String argument() {
    return PREFIX + file;
  }

  /**
   * Returns the file.
   *
   * @return its path
   */
  public Path file() {
    return file;
  }

  /**
   * Writes what is wanted.
   *
   * @param request the command
   * @throws IOException if it cannot be written
   */
  public void ask(Request request) throws IOException {
    Files.writeString(file, request.command() + "\n" + request.argument());
  }

  /**
   * Reads what is wanted.
   *
   * @return the command
   * @throws IOException if it cannot be read
   */
  public Request request() throws IOException {
    List<String> parts = List.of(Files.readString(file).split("\n", 2));
    return new Request(parts.get(0), parts.size() > 1 ? parts.get(1) : "");
  }

  /**
   * Writes the answer, if the file is still there: a command may have given up.
   *
   * @param reply what came of it
   * @throws IOException if it cannot be written
   */
  public void answer(Reply reply) throws IOException {
    Files.writeString(
        file,
        "answer " + reply.status() + "\n" + reply.text(),
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  /**
   * Reads the answer.
   *
   * @return what came of it
   * @throws IOException if there is none
   */
  public Reply reply() throws IOException {
    List<String> parts = List.of(Files.readString(file).split("\n", 2));
    if (parts.size() < 2 || !parts.get(0).startsWith("answer ")) {
      throw new IOException("there is no answer in " + file);
    }
    return new Reply(Integer.parseInt(parts.get(0).substring("answer ".length())), parts.get(1));
  }

  /**
   * Deletes the file.
   *
   * @throws IOException if it is there and cannot be deleted
   */
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
