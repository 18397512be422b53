// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The arrays of an {@code .npz}, each read when it is asked for: some files are large. */
final class NpzFile implements AutoCloseable {
  private static final Pattern HEADER =
      Pattern.compile("'descr': '([^']+)', 'fortran_order': False, 'shape': \\(([^)]*)\\)");
  private static final String ENDING = ".npy";

  private final ZipFile zip;

  NpzFile(Path file) throws IOException {
    zip = new ZipFile(file.toFile());
  }

  /** In the order in which they were written. */
  List<String> keys() {
    return zip.stream()
        .map(ZipEntry::getName)
        .map(name -> name.substring(0, name.length() - ENDING.length()))
        .toList();
  }

  RawArray read(String key) throws IOException {
    byte[] bytes = zip.getInputStream(zip.getEntry(key + ENDING)).readAllBytes();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int headerStart = bytes[6] == 1 ? 10 : 12;
    int headerLength = bytes[6] == 1 ? buffer.getShort(8) : buffer.getInt(8);
    String header = new String(bytes, headerStart, headerLength, UTF_8);
    Matcher fields = HEADER.matcher(header);
    if (!fields.find()) {
      throw new IOException(key + " has an unexpected header: " + header);
    }
    long[] shape =
        Arrays.stream(fields.group(2).split(","))
            .map(String::strip)
            .filter(number -> !number.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    buffer.position(headerStart + headerLength);
    return new RawArray(
        RawArray.Kind.ofNumpy(fields.group(1)),
        new Shape(shape),
        buffer.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
