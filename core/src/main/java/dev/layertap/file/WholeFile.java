// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes beside a file first, so that nobody ever reads half of it. */
final class WholeFile {
  private WholeFile() {}

  /** Writes what the file shall hold. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  static void write(Path file, Content content) throws IOException {
    Path folder = folderOf(file);
    Path target = folder.resolve(file.getFileName());
    Path part = folder.resolve(".%s.%s.part".formatted(target.getFileName(), UUID.randomUUID()));
    try {
      try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
        content.writeTo(out);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AccessDeniedException e) {
      throw new ArrayFileException(
          "%s cannot be written: you may not write to the folder %s."
              .formatted(file, folder.normalize()),
          e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The folder that a file shall be written to. */
  static Path folderOf(Path file) throws ArrayFileException {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null) {
      throw new ArrayFileException(file + " cannot be written: it is a folder.");
    }
    if (!Files.isDirectory(folder)) {
      throw new ArrayFileException(
          "%s cannot be written: there is no folder %s. Create it first."
              .formatted(file, folder.normalize()));
    }
    return folder;
  }
}
