// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import dev.layertap.torchscript.cache.ClaimedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a model comes from: the user's file, or one that a stream was written to. */
final class ModelSource implements AutoCloseable {
  private final Path file;
  private final @Nullable ClaimedFile part;
  private final @Nullable String content;

  private ModelSource(Path file, @Nullable ClaimedFile part, @Nullable String content) {
    this.file = file;
    this.part = part;
    this.content = content;
  }

  static ModelSource of(Path file) {
    return new ModelSource(file, null, null);
  }

  /**
   * Takes what a stream held.
   *
   * @param part the file that it was written to, which is deleted with this
   * @param content the digest of its bytes
   */
  static ModelSource of(ClaimedFile part, String content) {
    return new ModelSource(part.file(), part, content);
  }

  Path file() {
    return file;
  }

  /** What stands for the identity of a model that has no file. */
  Optional<String> content() {
    return Optional.ofNullable(content);
  }

  @Override
  public void close() throws IOException {
    if (part != null) {
      part.close();
    }
  }
}
