// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.archive.ZipArchive;
import dev.layertap.torchscript.cache.ModelKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a copy keeps beside the model itself, in entries that libtorch does not look at: its
 * outline, and the code and objects that the original has.
 *
 * <p>A start that finds the copy needs no more than the outline. The rest is for saving, when the
 * original may be gone or be another.
 */
final class KeptOriginal {
  private static final String FOLDER = "layertap/";
  private static final String OUTLINE = FOLDER + "outline";
  private static final String ORIGINAL = FOLDER + "original/";
  private static final long MOST_BYTES = 128L << 20;

  private KeptOriginal() {}

  /** The entries to add to a copy. */
  static Map<String, byte[]> entries(TorchScriptArchive archive, String key, Outline outline) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    String prefix = archive.prefix();
    entries.put(prefix + OUTLINE, OutlineWriter.write(key, outline));
    entries.put(prefix + ORIGINAL + "data.pkl", archive.pickle());
    archive
        .code()
        .units()
        .forEach(
            (name, unit) ->
                entries.put(
                    prefix + ORIGINAL + name.substring(prefix.length()),
                    unit.source().text().getBytes(StandardCharsets.ISO_8859_1)));
    return entries;
  }

  /** The outline of a whole copy that was made for a key; empty if there is no such copy. */
  static Optional<Outline> outline(Path copy, String key) {
    if (!Files.isRegularFile(copy)) {
      return Optional.empty();
    }
    try (ZipArchive zip = ZipArchive.openLast(copy)) { // ZipRewriter adds entries in their order
      for (String entry : zip.names()) {
        if (entry.endsWith(OUTLINE)) {
          return OutlineReader.read(zip.read(entry, MOST_BYTES), key);
        }
      }
      return Optional.empty();
    } catch (IOException | IndexOutOfBoundsException e) {
      return Optional.empty(); // it was cut short, or damaged in another way
    }
  }

  /** What the original of a copy holds: from the copy, or from itself if it is the same still. */
  static TorchScriptArchive read(Path copy, Path original) throws IOException {
    if (!Files.isRegularFile(copy)) {
      if (isStill(original, copy)) {
        return TorchScriptArchive.open(original);
      }
      throw new ArchiveException(
          "its copy %s, which keeps what %s held, is gone, and so is that or it is another now"
              .formatted(copy, original));
    }
    return TorchScriptArchive.openKept(copy, ORIGINAL);
  }

  private static boolean isStill(Path original, Path copy) throws IOException {
    return Files.isRegularFile(original)
        && ModelKey.of(original, Optional.empty(), Map.of())
            .filter(copy.getFileName().toString()::startsWith)
            .isPresent();
  }
}
