// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;

/**
 * Named arrays in a file, whose format the ending of its name tells: {@code .npz}, {@code
 * .safetensors}, and to read also {@code .npy}.
 *
 * <p>DJL encodes and decodes. This adds what it leaves out: headers are checked before the engine,
 * which ends the JVM at a type that it does not know, sees any of it; names and their order are
 * kept; and a file is there whole or not at all.
 */
public final class ArrayFile {
  private ArrayFile() {}

  /**
   * Reads a file whole.
   *
   * @param file an {@code .npz}, {@code .safetensors} or {@code .npy} file
   * @param manager what the arrays are attached to
   * @return the arrays by name, in the file's order; {@code ""} is the name of an {@code .npy}
   *     file's array
   * @throws ArrayFileException if there is no such file, or one that is damaged or holds what the
   *     engine has no type for
   * @throws IOException if it cannot be read
   */
  public static Map<String, NDArray> read(Path file, NDManager manager) throws IOException {
    ArrayFormat format = readable(file);
    try (NDManager own = manager.newSubManager()) {
      Map<String, NDArray> arrays =
          switch (format) {
            case NPZ -> NpzReader.read(file, own);
            case SAFETENSORS -> SafetensorsReader.read(file, own);
            case NPY -> readNpy(file, own);
          };
      arrays.forEach(
          (name, array) -> {
            array.setName(name);
            array.attach(manager);
          });
      return arrays;
    } catch (EOFException
        | ZipException
        | IllegalArgumentException e) { // what DJL's decoders throw
      throw damaged(file, e);
    }
  }

  /** The format of a file that is there. */
  static ArrayFormat readable(Path file) throws ArrayFileException {
    ArrayFormat format =
        ArrayFormat.of(file)
            .orElseThrow(
                () ->
                    new ArrayFileException(
                        file
                            + " cannot be read: its name must end in .npz, .safetensors or .npy."));
    if (!Files.isRegularFile(file)) {
      throw new ArrayFileException(
          file
              + " cannot be read: "
              + (Files.exists(file) ? "it is no file." : "there is no such file."));
    }
    return format;
  }

  static ArrayFileException damaged(Path file, Exception e) {
    return new ArrayFileException("%s is damaged: %s. Save it anew.".formatted(file, reason(e)), e);
  }

  private static Map<String, NDArray> readNpy(Path file, NDManager manager) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ArrayHeader header = NumpyHeader.read(file.toString(), "", in, Files.size(file));
      ElementTypes.NUMPY.check(file, List.of(header));
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      arrays.put("", NDList.decode(manager, in).singletonOrThrow());
      return arrays;
    }
  }

  private static String reason(Throwable e) {
    Throwable inner = e.getCause() == null ? e : e.getCause();
    return inner instanceof EOFException
        ? "its end is missing"
        : String.valueOf(inner.getMessage());
  }

  /**
   * Writes a file, in the place of one that is there.
   *
   * @param file where to; its name ends in {@code .npz} or {@code .safetensors}
   * @param arrays the arrays by name, in order
   * @throws ArrayFileException if the format cannot hold them, or the file cannot be there
   * @throws IOException if it cannot be written; nothing is left of it then
   */
  public static void write(Path file, Map<String, NDArray> arrays) throws IOException {
    NDList.Encoding encoding = encoding(file);
    Writable.check(file, encoding, arrays);
    NDList named = new NDList();
    try {
      arrays.forEach(
          (name, array) -> {
            NDArray view = array.reshape(array.getShape()); // the caller's keeps its own name
            view.setName(name);
            named.add(view);
          });
      WholeFile.write(
          file,
          out -> {
            try (OutputStream buffered = new BufferedOutputStream(out, 1 << 16)) {
              named.encode(buffered, encoding);
            }
          });
    } finally {
      named.close();
    }
  }

  /**
   * Checks that a file can be written, before work is done whose result would be lost.
   *
   * @param file where to
   * @throws ArrayFileException if its name has another ending, or it cannot be there
   */
  public static void checkWritable(Path file) throws ArrayFileException {
    encoding(file);
    WholeFile.folderOf(file);
  }

  private static NDList.Encoding encoding(Path file) throws ArrayFileException {
    return ArrayFormat.of(file)
        .flatMap(Writable::encoding)
        .orElseThrow(
            () ->
                new ArrayFileException(
                    file + " cannot be written: its name must end in .npz or .safetensors."));
  }
}
