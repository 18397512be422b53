// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of the cache that nobody deletes while this is open. */
public final class ClaimedFile implements AutoCloseable {
  private final Path file;
  private final Claims.@Nullable Claim claim;
  private final boolean temporary;

  ClaimedFile(Path file, Claims.@Nullable Claim claim, boolean temporary) {
    this.file = file;
    this.claim = claim;
    this.temporary = temporary;
  }

  /**
   * Makes a file outside of any cache, for as long as it takes to load it.
   *
   * @return the file, which is deleted when it is closed
   * @throws UnusableCacheException if it cannot be made
   */
  public static ClaimedFile outside() throws IOException {
    try {
      return new ClaimedFile(Files.createTempFile("layertap-", ".part"), null, true);
    } catch (IOException e) {
      throw unusableOutside(e);
    }
  }

  /**
   * Says that there is no room outside either.
   *
   * @param e what was thrown
   * @return the exception to throw instead
   */
  public static UnusableCacheException unusableOutside(IOException e) {
    return new UnusableCacheException(
        "there is no cache (cache=off), and the folder for temporary files cannot be written (%s); -Djava.io.tmpdir=FOLDER names another"
            .formatted(e),
        e);
  }

  /**
   * Returns where it lies.
   *
   * @return its path
   */
  public Path file() {
    return file;
  }

  /** Gives it up; a temporary one is deleted. */
  @Override
  public void close() throws IOException {
    try {
      if (temporary) {
        Files.deleteIfExists(file);
      }
    } finally {
      if (claim != null) {
        claim.close();
      }
    }
  }
}
