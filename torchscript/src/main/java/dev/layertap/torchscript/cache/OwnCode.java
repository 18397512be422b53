// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.cache;

import java.io.IOException;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Tells this version of Layertap from any other, also from one that was built between two releases.
 *
 * <p>Copies outlive the program that wrote them, and no number that people raise by hand would be
 * right each time.
 */
final class OwnCode {
  /** The record at the end of a jar without a comment, which says where its directory begins. */
  private static final int END = 0x06054b50;

  private static final int END_SIZE = 22;

  /** The directory has the checksums of all classes. */
  private static final int MOST_OF_JAR = 8 << 20;

  private static final String PACKAGES = "dev/layertap/torchscript";

  private OwnCode() {}

  /** Something that other code does not share; empty where the code lies in no file. */
  static Optional<String> fingerprint() {
    CodeSource source = OwnCode.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      Path place = place(source.getLocation());
      if (Files.isDirectory(place)) {
        return Optional.of(ofFolder(place.resolve(PACKAGES)));
      }
      return Files.isRegularFile(place) ? Optional.of(ofJar(place)) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
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

  static String ofJar(Path jar) throws IOException {
    try (FileChannel channel = FileChannel.open(jar, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer end = bytes(channel, Math.max(0, size - END_SIZE));
      long directory =
          end.limit() == END_SIZE && end.getInt(0) == END
              ? Integer.toUnsignedLong(end.getInt(END_SIZE - 6))
              : 0; // a comment, or one in a large jar: then more than the directory
      CRC32 crc = new CRC32();
      crc.update(bytes(channel, Math.max(size - MOST_OF_JAR, Math.min(size, directory))));
      crc.update(end);
      return text(size, crc.getValue());
    }
  }

  private static ByteBuffer bytes(FileChannel channel, long from) throws IOException {
    long length = channel.size() - from;
    ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
      // Each step fills some more of it.
    }
    return bytes.flip();
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
    return text(classes.size(), crc.getValue());
  }

  private static String text(long size, long checksum) {
    return Long.toString(size).concat("-").concat(Long.toHexString(checksum));
  }
}
