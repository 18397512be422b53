// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.golden;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where golden files lie: among the test's sources, and else on the class path. */
final class GoldenFolder {
  private static final List<String> ENDINGS = List.of(".safetensors", ".npz");

  private final Optional<Path> given;

  GoldenFolder(Optional<Path> given) {
    this.given = given;
  }

  private static Path base() {
    // What Surefire and Failsafe set; an IDE starts in the project's folder.
    return Path.of(System.getProperty("basedir", System.getProperty("user.dir")));
  }

  private Path folder() {
    return given.orElseGet(() -> base().resolve(Path.of("src", "test", "resources", "golden")));
  }

  /** Where the file of a golden is, or its copy. */
  record Found(Path file, boolean isTemporary) {}

  Optional<Found> find(String name) throws IOException {
    Optional<Found> source = findSource(name);
    return source.isPresent() || given.isPresent() ? source : onClassPath(name);
  }

  /** A file that was deleted from the sources may still have its copy among the classes. */
  Optional<Found> findSource(String name) {
    List<Path> there =
        ENDINGS.stream()
            .map(ending -> folder().resolve(name + ending))
            .filter(Files::isRegularFile)
            .toList();
    if (there.size() > 1) {
      throw new IllegalStateException(
          "There are two files for the golden \"%s\": %s and %s. Delete one of them."
              .formatted(name, there.get(0), there.get(1)));
    }
    return there.stream().findFirst().map(file -> new Found(file, false));
  }

  private static Optional<Found> onClassPath(String name) throws IOException {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    for (String ending : ENDINGS) {
      URL url = loader == null ? null : loader.getResource("golden/" + name + ending);
      if (url != null) {
        return Optional.of(url.getProtocol().equals("file") ? file(url) : copy(url, name, ending));
      }
    }
    return Optional.empty();
  }

  private static Found file(URL url) {
    try {
      return new Found(Path.of(url.toURI()), false);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class loader's URL is none: " + url, e);
    }
  }

  private static Found copy(URL url, String name, String ending) throws IOException {
    Path copy = Files.createTempFile(name, ending);
    try (InputStream in = url.openStream()) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    return new Found(copy, true);
  }

  /** Where a golden is looked for, for messages. */
  String places(String name) {
    Stream<String> files =
        ENDINGS.stream().map(ending -> folder().resolve(name + ending).toString());
    Stream<String> resources = ENDINGS.stream().map(ending -> "golden/" + name + ending);
    String inFolder = String.join(" and ", files.toList());
    return given.isPresent()
        ? inFolder
        : inFolder + ", and on the class path as " + String.join(" and ", resources.toList());
  }

  /** Where a golden is written to. */
  Path target(String name) throws IOException {
    Path tests = base().resolve(Path.of("src", "test"));
    if (given.isEmpty() && !Files.isDirectory(tests)) {
      throw new IllegalStateException(
          "The golden \"%s\" cannot be written: there is no folder %s. Run the test in its module's folder, or say where with -Dbasedir."
              .formatted(name, tests));
    }
    Files.createDirectories(folder());
    return folder().resolve(name + ENDINGS.get(0));
  }
}
