// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.layertap.compare.Elements;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The arrays of a file, read one by one and in Java: no engine is started, files may be larger than
 * the memory, and types that the engine does not know are read as well.
 */
public final class StoredArrays implements AutoCloseable {
  /** No byte of deflated data stands for more. */
  private static final long MOST_INFLATED = 1032;

  private interface Source {
    byte[] read() throws IOException;
  }

  private record Entry(StoredArray array, Source source) {}

  private final Path file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final ElementTypes types;
  private final Closeable opened;

  private StoredArrays(Path file, ElementTypes types, Closeable opened) {
    this.file = file;
    this.types = types;
    this.opened = opened;
  }

  /**
   * Opens a file, and reads what it says of its arrays.
   *
   * @param file an {@code .npz}, {@code .safetensors} or {@code .npy} file
   * @return its arrays
   * @throws ArrayFileException if there is no such file, or one that is damaged or holds types that
   *     are no numbers
   * @throws IOException if it cannot be read
   */
  public static StoredArrays open(Path file) throws IOException {
    ArrayFormat format = ArrayFile.readable(file);
    try {
      return switch (format) {
        case NPZ -> npz(file);
        case SAFETENSORS -> safetensors(file);
        case NPY -> npy(file);
      };
    } catch (EOFException | ZipException e) {
      throw ArrayFile.damaged(file, e);
    }
  }

  private static StoredArrays npz(Path file) throws IOException {
    ZipFile zip = NpzReader.open(file);
    try {
      StoredArrays arrays = new StoredArrays(file, ElementTypes.numpyInJava(), zip);
      List<ArrayHeader> headers = new ArrayList<>();
      List<? extends ZipEntry> all = Collections.list(zip.entries());
      for (ZipEntry entry : all) {
        headers.add(NpzReader.header(file, zip, entry));
      }
      arrays.types.check(file, headers);
      for (int i = 0; i < headers.size(); i++) {
        ArrayHeader header = headers.get(i);
        ZipEntry entry = all.get(i);
        arrays.add(header, () -> fromZip(file, zip, entry, header));
      }
      return arrays;
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static StoredArrays safetensors(Path file) throws IOException {
    SafetensorsReader.Header header = SafetensorsReader.header(file);
    StoredArrays arrays = new StoredArrays(file, ElementTypes.safetensorsInJava(), () -> {});
    arrays.types.check(file, header.arrays());
    for (ArrayHeader one : header.arrays()) {
      ArrayHeader inFile =
          new ArrayHeader(
              one.name(), one.type(), one.shape(), header.dataStart() + one.start(), one.length());
      arrays.add(inFile, () -> fromFile(file, inFile));
    }
    return arrays;
  }

  private static StoredArrays npy(Path file) throws IOException {
    StoredArrays arrays = new StoredArrays(file, ElementTypes.numpyInJava(), () -> {});
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ArrayHeader header = NumpyHeader.read(file.toString(), "", in, Files.size(file));
      arrays.types.check(file, List.of(header));
      arrays.add(header, () -> fromFile(file, header));
    }
    return arrays;
  }

  private static byte[] fromZip(Path file, ZipFile zip, ZipEntry entry, ArrayHeader header)
      throws IOException {
    if (header.length() > entry.getCompressedSize() * MOST_INFLATED) {
      throw new EOFException(); // before memory is taken for what cannot be there
    }
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      byte[] bytes = data(in, header);
      NpzReader.checkSum(file, entry, in);
      return bytes;
    }
  }

  private static byte[] fromFile(Path file, ArrayHeader header) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return data(in, header);
    }
  }

  private static byte[] data(InputStream in, ArrayHeader header) throws IOException {
    in.skipNBytes(header.start());
    byte[] bytes = new byte[(int) header.length()];
    if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw new EOFException();
    }
    return bytes;
  }

  private void add(ArrayHeader header, Source source) throws ArrayFileException {
    DataType type = Objects.requireNonNull(types.types().get(header.type()));
    Shape shape = new Shape(header.shape().stream().mapToLong(Long::longValue).toArray());
    StoredArray array = new StoredArray(header.name(), shape, type);
    if (entries.put(header.name(), new Entry(array, source)) != null) {
      throw new ArrayFileException(
          "%s cannot be read: it holds two arrays with the name \"%s\". Save it anew."
              .formatted(file, header.name()));
    }
  }

  /**
   * Returns what there is.
   *
   * @return the arrays, in the file's order: that of the archive's entries, or of the data
   */
  public List<StoredArray> arrays() {
    return entries.values().stream().map(Entry::array).toList();
  }

  /**
   * Reads an array.
   *
   * @param name its name
   * @return its elements
   * @throws ArrayFileException if its data is damaged
   * @throws IOException if it cannot be read
   */
  public Elements read(String name) throws IOException {
    Entry entry = Objects.requireNonNull(entries.get(name), name);
    try {
      ByteBuffer bytes = ByteBuffer.wrap(entry.source().read()).order(ByteOrder.LITTLE_ENDIAN);
      return Elements.of(bytes, entry.array().shape(), entry.array().type());
    } catch (EOFException | ZipException e) {
      throw ArrayFile.damaged(file, e);
    }
  }

  /** Lets go of the file. */
  @Override
  public void close() throws IOException {
    opened.close();
  }
}
