// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.layertap.compare.Elements;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredArraysTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final Path folder;

  StoredArraysTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"all.npz", "all.safetensors"})
  void whatWasWrittenIsReadOneByOneInItsOrder(String name) throws IOException {
    NDArray numbers = manager.create(new float[] {0, 1, -2.5f, 3, 4, 100}, new Shape(2, 3));
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    arrays.put("z#0", numbers);
    arrays.put("half#0", numbers.toType(DataType.FLOAT16, false));
    arrays.put("b#0/x", numbers.gt(0));
    arrays.put("a#0", numbers.toType(DataType.INT64, false));
    arrays.put("empty#0", manager.create(new Shape(0, 3)));
    arrays.put("#0", manager.create(7.0));
    Path file = folder.resolve(name);
    ArrayFile.write(file, arrays);
    try (StoredArrays stored = StoredArrays.open(file)) {
      assertThat(stored.arrays().stream().map(StoredArray::name))
          .containsExactlyElementsOf(arrays.keySet());
      for (StoredArray one : stored.arrays()) {
        NDArray written = Objects.requireNonNull(arrays.get(one.name()));
        assertThat(one.shape()).isEqualTo(written.getShape());
        assertThat(one.type()).isEqualTo(written.getDataType());
        assertThat(texts(stored.read(one.name())))
            .as(one.name())
            .isEqualTo(texts(Elements.of(written)));
      }
    }
  }

  private static List<String> texts(Elements elements) {
    return IntStream.range(0, elements.size()).mapToObj(elements::text).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "BF16, BFLOAT16, 4f 3f 80 7f, 0.80859375 Infinity",
    "I16, INT16, ff ff 02 01, -1 258",
    "U16, UINT16, ff ff 02 01, 65535 258",
    "U32, UINT32, ff ff ff ff 01 00 00 00, 4294967295 1",
    "U64, UINT64, ff ff ff ff ff ff ff ff 02 00 00 00 00 00 00 00, 18446744073709551615 2"
  })
  void typesThatWouldEndTheJvmAreReadInJava(String type, DataType read, String hex, String texts)
      throws IOException {
    byte[] data = HexFormat.ofDelimiter(" ").parseHex(hex);
    List<String> expected = List.of(texts.split(" ", -1));
    String header =
        "{\"x\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,%d]}}"
            .formatted(type, data.length);
    try (StoredArrays stored = StoredArrays.open(safetensors(header, data))) {
      assertThat(stored.arrays()).containsExactly(new StoredArray("x", new Shape(2), read));
      assertThat(texts(stored.read("x"))).isEqualTo(expected);
      assertThat(stored.read("x").at(0)).isEqualTo(Double.parseDouble(expected.get(0)));
    }
  }

  @Test
  void ofNumpyTooAndTextsAreRefused() throws IOException {
    Path npy = Files.write(folder.resolve("a.npy"), npy("<u2", new byte[] {2, 1}));
    try (StoredArrays stored = StoredArrays.open(npy)) {
      assertThat(texts(stored.read(""))).containsExactly("258");
    }
    refuses(
        Files.write(folder.resolve("b.npy"), npy("<U1", new byte[4])),
        " cannot be read: its array is of type <U1; Layertap takes floating-point numbers, integers"
            + " and bool, little-endian. Convert it first, in NumPy with array.astype(\"float32\").");
    refuses(
        safetensors(
            "{\"x\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,8]}}", new byte[8]),
        " cannot be read: the array \"x\" is of type C64; Layertap takes F64, F32, F16, BF16,"
            + " integers and BOOL. Convert it first, in PyTorch with tensor.float().");
  }

  @Test
  void whatIsDamagedIsRefusedInTheWordsOfOtherReaders() throws IOException {
    refuses(folder.resolve("gone.npz"), " cannot be read: there is no such file.");
    refuses(
        Files.createFile(folder.resolve("model.pt")),
        " cannot be read: its name must end in .npz, .safetensors or .npy.");
    refuses(
        Files.writeString(folder.resolve("text.npz"), "this is only text, and no array"),
        " cannot be read: it is no .npz file, or its end is missing (zip END header not found). Save"
            + " it anew.");
    refuses(
        Files.write(folder.resolve("cut.npy"), Arrays.copyOf(npy("<f4", new byte[4]), 9)),
        " is damaged: its end is missing. Save it anew.");
    refuses(
        Files.write(folder.resolve("less.npy"), npy("<f4", new byte[3])),
        " is damaged: its array has 3 bytes of data, which do not make the shape [1] of type <f4.");
  }

  @Test
  void dataThatWasChangedOrCutOffIsFoundWhenItIsRead() throws IOException {
    Path file = folder.resolve("a.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("weight.npy"));
      zip.write(npy("<f4", new byte[] {1, 2, 3, 4}));
    }
    byte[] bytes = Files.readAllBytes(file);
    int directory = new String(bytes, ISO_8859_1).indexOf("PK\u0001\u0002");
    bytes[directory + 16] ^= 0x55;
    Files.write(file, bytes);
    assertThatThrownBy(() -> readWeight(file))
        .isInstanceOf(ArrayFileException.class)
        .hasMessage(
            file + " is damaged: the array \"weight\" does not fit its checksum. Save it anew.");
    bytes[directory + 16] ^= 0x55;
    for (int i = directory - 28; i < directory - 17; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);
    assertThatThrownBy(() -> readWeight(file))
        .isInstanceOf(ArrayFileException.class)
        .hasMessageStartingWith(file + " is damaged: ")
        .hasMessageEndingWith(" Save it anew.");
  }

  private static void readWeight(Path file) throws IOException {
    try (StoredArrays stored = StoredArrays.open(file)) {
      stored.read("weight");
    }
  }

  @Test
  void aSizeThatNoDataCanHaveTakesNoMemory() throws IOException {
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2000000000,), }\n";
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    array.write("\u0093NUMPY\u0001\u0000".getBytes(ISO_8859_1));
    array.write(header.length());
    array.write(0);
    array.write(header.getBytes(ISO_8859_1));
    Path file = folder.resolve("huge.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("weight.npy"));
      zip.write(array.toByteArray());
    }
    byte[] bytes = Files.readAllBytes(file);
    int directory = new String(bytes, ISO_8859_1).indexOf("PK\u0001\u0002");
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(directory + 24, array.size() + 2_000_000_000);
    Files.write(file, bytes);
    assertThatThrownBy(() -> readWeight(file))
        .isInstanceOf(ArrayFileException.class)
        .hasMessage(file + " is damaged: its end is missing. Save it anew.");
  }

  @Test
  void twoArraysOfOneNameAreRefused() throws IOException {
    byte[] array = npy("<f4", new byte[4]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : List.of("one.npy", "two.npy")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(array);
      }
    }
    String twice = bytes.toString(ISO_8859_1).replace("two.npy", "one.npy");
    refuses(
        Files.write(folder.resolve("twice.npz"), twice.getBytes(ISO_8859_1)),
        " cannot be read: it holds two arrays with the name \"one\". Save it anew.");
  }

  private static void refuses(Path file, String message) {
    assertThatThrownBy(() -> StoredArrays.open(file))
        .isInstanceOf(ArrayFileException.class)
        .hasMessage(file + message);
  }

  private static byte[] npy(String type, byte[] data) {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': (1,), }\n".formatted(type);
    byte[] text = header.getBytes(ISO_8859_1);
    return ByteBuffer.allocate(10 + text.length + data.length)
        .put("\u0093NUMPY\u0001\u0000".getBytes(ISO_8859_1))
        .put((byte) text.length)
        .put((byte) 0)
        .put(text)
        .put(data)
        .array();
  }

  private Path safetensors(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(UTF_8);
    byte[] all =
        ByteBuffer.allocate(Long.BYTES + json.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(data)
            .array();
    return Files.write(folder.resolve("a.safetensors"), all);
  }
}
