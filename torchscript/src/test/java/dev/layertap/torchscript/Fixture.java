// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The exported models beside the tests; make_fixtures.py says what they are. */
public record Fixture(String name) {
  private static Path folder() {
    try {
      URL nest = Objects.requireNonNull(Fixture.class.getResource("/models/nest.pt"));
      return Objects.requireNonNull(Path.of(nest.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static List<Fixture> all() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".pt"))
          .map(name -> new Fixture(name.substring(0, name.length() - 3)))
          .sorted((a, b) -> a.name().compareTo(b.name()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The archive. */
  public Path model() {
    return folder().resolve(name + ".pt");
  }

  /** What PyTorch's hooks saw. */
  public Path recorded() {
    return folder().resolve(name + ".npz");
  }

  /** What Python prints of the model. */
  public String printed() throws IOException {
    return Files.readString(folder().resolve(name + ".txt"));
  }

  @Override
  public String toString() {
    return name;
  }
}
