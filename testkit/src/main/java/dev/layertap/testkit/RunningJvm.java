// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that runs and does what it is told, line by line, on its standard input. */
public final class RunningJvm implements AutoCloseable {
  private static final long MOST_SECONDS = 120;

  private final Process process;
  private final Path out;
  private final Path err;
  private final BufferedWriter in;
  private int read;

  RunningJvm(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
  }

  /**
   * Returns its process.
   *
   * @return the id
   */
  public long pid() {
    return process.pid();
  }

  /**
   * Tells it something, and waits for what it says next.
   *
   * @param line what to tell it
   * @return the next line of its standard output
   */
  public String tell(String line) {
    try {
      in.write(line);
      in.newLine();
      in.flush();
    } catch (IOException e) {
      throw new IllegalStateException("It ended:\n" + err(), e);
    }
    return next();
  }

  /**
   * Waits for what it says.
   *
   * @return the next line of its standard output
   */
  public String next() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (System.nanoTime() < end) {
      String text = text(out);
      List<String> lines = text.lines().toList();
      boolean whole = lines.size() > read + 1 || text.endsWith("\n");
      if (lines.size() > read && whole) {
        return lines.get(read++);
      }
      if (!process.isAlive()) {
        break;
      }
      pause();
    }
    throw new IllegalStateException("It says nothing:\n" + text(out) + err());
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns what it has written to its standard error so far.
   *
   * @return the text
   */
  public String err() {
    return text(err);
  }

  /**
   * Waits until it has written something to its standard error.
   *
   * @param before what stood there before
   * @param wanted a part of what it shall write
   * @return what it has written since, in whole lines
   */
  public String errAfter(String before, String wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      String later = err().substring(before.length());
      if (later.contains(wanted) && later.endsWith("\n")) {
        return later;
      }
      pause();
    }
    throw new IllegalStateException("It does not say \"" + wanted + "\":\n" + out() + err());
  }

  /**
   * Returns what it has written to its standard output so far.
   *
   * @return the text
   */
  public String out() {
    return text(out);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Closes its standard input, and waits for its end.
   *
   * @return what it left
   */
  public ChildJvm.Result finish() {
    try {
      in.close();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      return new ChildJvm.Result(process.exitValue(), out(), err());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it, if it runs still. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(out);
    Files.deleteIfExists(err);
  }
}
