// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testkit;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The files and folders of a class path.
 *
 * @param entries in order
 */
public record ClassPath(List<Path> entries) {
  /**
   * Returns the class path of the running tests.
   *
   * @return its entries
   */
  public static ClassPath ofThisJvm() {
    return new ClassPath(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList());
  }

  /**
   * Leaves entries out.
   *
   * @param fileNamePattern a regular expression for the whole last part of an entry's path
   * @return the others
   */
  public ClassPath without(String fileNamePattern) {
    return new ClassPath(
        entries.stream()
            .filter(entry -> !entry.getFileName().toString().matches(fileNamePattern))
            .toList());
  }

  /**
   * Keeps some entries only.
   *
   * @param fileNamePattern a regular expression for the whole last part of an entry's path
   * @return those that match
   */
  public ClassPath only(String fileNamePattern) {
    return new ClassPath(
        entries.stream()
            .filter(entry -> entry.getFileName().toString().matches(fileNamePattern))
            .toList());
  }

  /**
   * Adds entries at the end.
   *
   * @param more the entries
   * @return all of them
   */
  public ClassPath with(List<Path> more) {
    List<Path> all = new ArrayList<>(entries);
    all.addAll(more);
    return new ClassPath(all);
  }

  /** Returns the entries as the JVM's {@code -cp} takes them. */
  @Override
  public String toString() {
    return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
  }
}
