// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.cache;

import dev.layertap.torchscript.archive.ZipArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Tells this version of Layertap from any other, also from one that was built between two releases.
 *
 * <p>Copies outlive the program that wrote them, and no number that people raise by hand would be
 * right each time.
 */
public final class OwnCode {
  private static final String PACKAGES = "dev/layertap/torchscript";

  private OwnCode() {}

  /** Something that other code does not share; empty where the code lies in no file. */
  static Optional<String> fingerprint() {
    return Once.FINGERPRINT;
  }

  /** A jar that is changed under a JVM does not change the code that it has loaded. */
  private static final class Once {
    static final Optional<String> FINGERPRINT = read();
  }

  private static Optional<String> read() {
    Optional<Path> place = place();
    if (place.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Files.isDirectory(place.get())
              ? ofFolder(place.get().resolve(PACKAGES))
              : ofJar(place.get()));
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /**
   * Finds the code.
   *
   * @return the file or the folder where it lies; empty if it lies in none
   */
  public static Optional<Path> place() {
    CodeSource source = OwnCode.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      Path place = place(source.getLocation());
      return Files.exists(place) ? Optional.of(place) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no path of this system
    }
  }

  /** The outermost file: a jar in a jar changes with it. */
  static Path place(URL location) {
    String text = location.toString();
    for (String scheme : new String[] {"jar:", "nested:", "file:"}) {
      if (text.startsWith(scheme)) {
        text = text.substring(scheme.length());
      }
    }
    int inner = text.indexOf('!');
    String outer = inner < 0 ? text : text.substring(0, inner);
    // A plus sign is one in a path; the decoder is made for forms.
    return Path.of(URLDecoder.decode(outer.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  /** The directory has the checksums of all classes. */
  static String ofJar(Path jar) throws IOException {
    CRC32 crc = new CRC32();
    CRC32C crc32c = new CRC32C();
    ZipArchive.addDirectory(jar, crc, crc32c);
    return text(Files.size(jar), crc.getValue(), crc32c.getValue());
  }

  private static String ofFolder(Path packages) throws IOException {
    CRC32 crc = new CRC32();
    List<Path> classes;
    try (Stream<Path> files = Files.walk(packages)) {
      classes = files.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : classes) {
      crc.update(Files.readAllBytes(file));
    }
    return text(classes.size(), crc.getValue(), 0);
  }

  private static String text(long size, long checksum, long another) {
    return Long.toString(size)
        .concat("-")
        .concat(Long.toHexString(checksum))
        .concat("-")
        .concat(Long.toHexString(another));
  }
}
