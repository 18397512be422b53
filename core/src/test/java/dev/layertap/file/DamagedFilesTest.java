// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that cannot be read: each is refused in Java, before the engine sees it. */
class DamagedFilesTest {
  private static final String NUMPY_TYPES =
      "DJL's PyTorch engine takes float64, float32, float16, int64, int32, int8, uint8 and bool,"
          + " little-endian.";

  private final NDManager manager = NDManager.newBaseManager();
  private final Path folder;

  DamagedFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void aFileThatIsNotThereAndOneOfAnotherKindAreRefused() throws IOException {
    refuses(folder.resolve("gone.npz"), " cannot be read: there is no such file.");
    refuses(
        folder.resolve("model.pt"),
        " cannot be read: its name must end in .npz, .safetensors or .npy.");
    refuses(
        Files.createDirectory(folder.resolve("folder.safetensors")),
        " cannot be read: it is no file.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"<i2", "<u2", "<u4", "<u8", ">f4", "<c8", "<U3", "<M8[s]", "<f16"})
  void aNumpyTypeThatWouldEndTheJvmIsNamed(String type) throws IOException {
    Path file = write("a.npz", npz("mask", npy(type, "False", "(1,)", new byte[8])));
    refuses(
        file,
        " cannot be read: the array \"mask\" is of type "
            + type
            + "; "
            + NUMPY_TYPES
            + " Convert it first, in NumPy with array.astype(\"float32\").");
    refuses(
        write("a.npy", npy(type, "False", "(1,)", new byte[8])),
        " cannot be read: its array is of type "
            + type
            + "; "
            + NUMPY_TYPES
            + " Convert it first, in NumPy with array.astype(\"float32\").");
  }

  @ParameterizedTest
  @CsvSource({"BF16", "I16", "U16", "U32", "U64", "F8_E4M3", "C64"})
  void aSafetensorsTypeThatWouldEndTheJvmIsNamed(String type) throws IOException {
    Path file =
        write(
            "a.safetensors",
            safetensors(
                "{\"__metadata__\":{\"format\":\"pt\"},\"w\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,4]}}"
                    .formatted(type),
                4));
    refuses(
        file,
        " cannot be read: the array \"w\" is of type "
            + type
            + "; DJL's PyTorch engine takes F64, F32, F16, I64, I32, I8, U8 and BOOL."
            + " Convert it first, in PyTorch with tensor.float().");
  }

  @Test
  void ofManyArraysOfSuchTypesThreeAreNamed() throws IOException {
    byte[] array = npy("<i2", "False", "(1,)", new byte[2]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : new String[] {"a", "b", "c", "d", "e"}) {
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(array);
      }
    }
    refuses(
        write("many.npz", bytes.toByteArray()),
        " cannot be read: the array \"a\" is of type <i2, the array \"b\" is of type <i2, the array"
            + " \"c\" is of type <i2, and 2 more; "
            + NUMPY_TYPES
            + " Convert them first, in NumPy with array.astype(\"float32\").");
  }

  @Test
  void anArrayStoredByColumnsIsRefused() throws IOException {
    byte[] columns = npy("<f4", "True", "(2, 2)", new byte[16]);
    refuses(
        write("a.npy", columns),
        " is stored by columns (Fortran's order), which DJL does not read. Save it with"
            + " numpy.ascontiguousarray(array).");
    refuses(
        write("a.npz", npz("x", columns)),
        ", entry x.npy, is stored by columns (Fortran's order), which DJL does not read. Save it"
            + " with numpy.ascontiguousarray(array).");
  }

  @Test
  void anArrayWithLessOrMoreDataThanItsShapeWantsIsDamaged() throws IOException {
    refuses(
        write("a.npy", npy("<f4", "False", "(2, 2)", new byte[12])),
        " is damaged: its array has 12 bytes of data, which do not make the shape [2, 2] of type"
            + " <f4.");
    refuses(
        write("a.npz", npz("x", npy("<f4", "False", "(99999999999, 99999999999)", new byte[4]))),
        " is damaged: the array \"x\" has 4 bytes of data, which do not make the shape"
            + " [99999999999, 99999999999] of type <f4.");
    refuses(
        write(
            "a.safetensors",
            safetensors("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4)),
        " is damaged: the array \"w\" has 4 bytes of data, which do not make the shape [2] of type"
            + " F32.");
  }

  @Test
  void whatIsNoArrayFileAtAllIsSaid() throws IOException {
    byte[] text = "this is only text, and no array".getBytes(UTF_8);
    refuses(write("a.npy", text), " is no NumPy array.");
    refuses(write("b.npz", npz("x", text)), ", entry x.npy, is no NumPy array.");
    refuses(
        write("a.npz", text),
        " cannot be read: it is no .npz file, or its end is missing (zip END header not found). Save"
            + " it anew.");
    refuses(
        write("a.safetensors", text),
        " cannot be read: it is no .safetensors file, or its end is missing (the header says it is"
            + " 2338328219631577204 bytes long, the file has 31). Save it anew.");
    refuses(
        write("b.safetensors", new byte[3]),
        " cannot be read: it has 3 bytes, which is less than any .safetensors file.");
    String noHeader =
        " cannot be read: its header is not that of a .safetensors file. Save it anew.";
    refuses(write("c.safetensors", safetensors("[1, 2]", 0)), noHeader);
    refuses(write("d.safetensors", safetensors("{\"w\": 1}", 0)), noHeader);
    refuses(
        write(
            "e.safetensors",
            safetensors("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", 4)),
        noHeader);
  }

  @Test
  void anArrayWithoutANameIsRefused() throws IOException {
    String message = " cannot be read: one of its arrays has no name. Save it with a name.";
    refuses(write("a.npz", npz("", npy("<f4", "False", "()", new byte[4]))), message);
    refuses(
        write(
            "a.safetensors",
            safetensors("{\"\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4)),
        message);
  }

  @ParameterizedTest
  @CsvSource({"a.npz", "a.safetensors"})
  void aFileThatWasCutOffAnywhereIsRefused(String name) throws IOException {
    NDArray array = manager.arange(600f).reshape(new Shape(20, 30));
    Path whole = folder.resolve(name);
    ArrayFile.write(whole, Map.of("weight", array, "bias", manager.create(1f)));
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length; length += 7) {
      Path file = write("cut-" + name, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> ArrayFile.read(file, manager))
          .as("the first %d bytes", length)
          .isInstanceOf(ArrayFileException.class)
          .hasMessageStartingWith(file.toString());
    }
    assertThat(bytes.length).isGreaterThan(1000);
  }

  @Test
  void anNpyFileThatWasCutOffIsRefused() throws IOException {
    byte[] bytes = npy("<f4", "False", "(3,)", new byte[12]);
    for (int length = 0; length < bytes.length; length++) {
      Path file = write("cut.npy", Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> ArrayFile.read(file, manager))
          .as("the first %d bytes", length)
          .isInstanceOf(ArrayFileException.class)
          .hasMessageStartingWith(file.toString());
    }
    assertThat(ArrayFile.read(write("whole.npy", bytes), manager)).containsOnlyKeys("");
  }

  @Test
  void dataThatWasChangedInAnNpzIsFoundByItsChecksum() throws IOException {
    Path file = folder.resolve("a.npz");
    ArrayFile.write(file, Map.of("weight", manager.zeros(new Shape(4))));
    byte[] bytes = Files.readAllBytes(file);
    int directory = new String(bytes, ISO_8859_1).indexOf("PK\u0001\u0002");
    bytes[directory + 16] ^= 0x55;
    Files.write(file, bytes);
    refuses(file, " is damaged: the array \"weight\" does not fit its checksum. Save it anew.");
  }

  private void refuses(Path file, String message) {
    assertThatThrownBy(() -> ArrayFile.read(file, manager))
        .isInstanceOf(ArrayFileException.class)
        .hasMessage(file + message);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] npy(String type, String byColumns, String shape, byte[] data)
      throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n".formatted(type, byColumns, shape);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("\u0093NUMPY\u0001\u0000".getBytes(ISO_8859_1));
    bytes.write(header.length());
    bytes.write(0);
    bytes.write(header.getBytes(ISO_8859_1));
    bytes.write(data);
    return bytes.toByteArray();
  }

  private static byte[] npz(String name, byte[] array) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name + ".npy"));
      OutputStream entry = zip;
      entry.write(array);
    }
    return bytes.toByteArray();
  }

  private static byte[] safetensors(String header, int dataLength) {
    byte[] json = header.getBytes(UTF_8);
    return ByteBuffer.allocate(Long.BYTES + json.length + dataLength)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }
}
