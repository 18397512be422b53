// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads NumPy's archives, in the order in which their arrays were saved. */
final class NpzReader {
  private static final String ENDING = ".npy";

  private NpzReader() {}

  static Map<String, NDArray> read(Path file, NDManager manager) throws IOException {
    try (ZipFile zip = open(file)) {
      List<ZipEntry> entries = new ArrayList<>(Collections.list(zip.entries()));
      List<ArrayHeader> headers = new ArrayList<>();
      for (ZipEntry entry : entries) {
        headers.add(header(file, zip, entry));
      }
      ElementTypes.NUMPY.check(file, headers);
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      for (int i = 0; i < entries.size(); i++) {
        arrays.put(headers.get(i).name(), array(file, zip, entries.get(i), manager));
      }
      return arrays;
    }
  }

  /** Java checks the sums of streams only, not of files. */
  private static NDArray array(Path file, ZipFile zip, ZipEntry entry, NDManager manager)
      throws IOException {
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      NDArray array = NDList.decode(manager, in).singletonOrThrow();
      checkSum(file, entry, in);
      return array;
    }
  }

  /** Refuses data that is not what was written. */
  static void checkSum(Path file, ZipEntry entry, CheckedInputStream in) throws IOException {
    if (in.getChecksum().getValue() != entry.getCrc()) {
      throw new ArrayFileException(
          "%s is damaged: the array \"%s\" does not fit its checksum. Save it anew."
              .formatted(file, name(entry)));
    }
  }

  private static String name(ZipEntry entry) {
    String name = entry.getName();
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new ArrayFileException(
          "%s cannot be read: it is no .npz file, or its end is missing (%s). Save it anew."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  static ArrayHeader header(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    String name = name(entry);
    if (name.isEmpty()) {
      throw new ArrayFileException(
          file + " cannot be read: one of its arrays has no name. Save it with a name.");
    }
    try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
      return NumpyHeader.read(
          "%s, entry %s,".formatted(file, entry.getName()), name, in, entry.getSize());
    }
  }
}
