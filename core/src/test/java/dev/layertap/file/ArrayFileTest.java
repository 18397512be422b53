// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayFileTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final Path folder;

  ArrayFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"all.npz", "all.safetensors", "ALL.NPZ"})
  void keysShapesTypesAndOrderAreReadBackAsTheyWereWritten(String name) throws IOException {
    Map<String, NDArray> arrays = everyType();
    Path file = folder.resolve(name);
    ArrayFile.write(file, arrays);

    Map<String, NDArray> read = ArrayFile.read(file, manager);
    assertThat(read.keySet()).containsExactlyElementsOf(arrays.keySet());
    arrays.forEach(
        (key, array) -> {
          NDArray found = Objects.requireNonNull(read.get(key));
          assertThat(found.getShape()).as(key).isEqualTo(array.getShape());
          assertThat(found.getDataType()).as(key).isEqualTo(array.getDataType());
          assertThat(found.toByteArray()).as(key).isEqualTo(array.toByteArray());
          assertThat(found.getName()).isEqualTo(key);
          assertThat(array.getName()).as("the caller's array").isNull();
        });
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    assertThat(folder.toFile().list()).hasSize(1);
  }

  private Map<String, NDArray> everyType() {
    NDArray numbers = manager.create(new float[] {0, 1, -2.5f, 3, 4, 100}, new Shape(2, 3));
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    arrays.put("layer1.0#0", numbers);
    arrays.put("lstm#0/1/0", numbers.toType(DataType.FLOAT64, false));
    arrays.put("a#0<1", numbers.toType(DataType.FLOAT16, false));
    arrays.put("#0", numbers.toType(DataType.INT64, false));
    arrays.put("#0/k", numbers.toType(DataType.INT32, false));
    arrays.put("arr_0", numbers.toType(DataType.INT8, false));
    arrays.put("b/x c", manager.create(new int[] {0, 200}).toType(DataType.UINT8, false));
    arrays.put("\u00e9=\"'\\", numbers.gt(0));
    arrays.put("empty", manager.create(new Shape(0, 3)));
    arrays.put("scalar", manager.create(7f));
    arrays.put("turned", numbers.transpose());
    return arrays;
  }

  @Test
  void safetensorsAreLaidOutAsTheFormatWants() throws IOException {
    Path file = folder.resolve("a.safetensors");
    Map<String, NDArray> arrays = everyType();
    ArrayFile.write(file, arrays);

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[Math.toIntExact(bytes.getLong())];
    bytes.get(header);
    assertThat(header[0]).isEqualTo((byte) '{');
    JsonObject json = JsonUtils.GSON.fromJson(new String(header, UTF_8), JsonObject.class);
    assertThat(json.keySet()).containsExactlyInAnyOrderElementsOf(arrays.keySet());
    long end = 0;
    for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
      JsonObject tensor = json.getAsJsonObject(entry.getKey());
      long[] offsets = JsonUtils.GSON.fromJson(tensor.get("data_offsets"), long[].class);
      assertThat(offsets[0]).as("no hole before " + entry.getKey()).isEqualTo(end);
      end = offsets[1];
      assertThat(JsonUtils.GSON.fromJson(tensor.get("shape"), long[].class))
          .isEqualTo(entry.getValue().getShape().getShape());
      byte[] data = new byte[Math.toIntExact(offsets[1] - offsets[0])];
      bytes.get(data);
      assertThat(data).as(entry.getKey()).isEqualTo(entry.getValue().toByteArray());
    }
    assertThat(bytes.hasRemaining()).isFalse();
    assertThat(json.getAsJsonObject("a#0<1").get("dtype").getAsString()).isEqualTo("F16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none.npz", "none.safetensors"})
  void aFileMayHoldNoArrays(String name) throws IOException {
    ArrayFile.write(folder.resolve(name), Map.of());
    assertThat(ArrayFile.read(folder.resolve(name), manager)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.npz", "a.safetensors"})
  void oneArrayMayHaveTwoNames(String name) throws IOException {
    NDArray array = manager.create(new float[] {1, 2});
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    arrays.put("x", array);
    arrays.put("y", array);
    ArrayFile.write(folder.resolve(name), arrays);
    assertThat(ArrayFile.read(folder.resolve(name), manager)).containsOnlyKeys("x", "y");
    assertThat(array.toFloatArray()).containsExactly(1, 2);
  }

  @Test
  void aFileThatIsThereIsReplacedAndWhenWritingFailsItStays() throws IOException {
    Path file = folder.resolve("a.npz");
    ArrayFile.write(file, Map.of("x", manager.create(1f)));
    ArrayFile.write(file, Map.of("y", manager.create(2f)));
    assertThat(ArrayFile.read(file, manager)).containsOnlyKeys("y");

    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write(1);
                      throw new IOException("the disk is full");
                    }))
        .hasMessage("the disk is full");
    assertThat(ArrayFile.read(file, manager)).containsOnlyKeys("y");
    assertThat(folder.toFile().list()).containsExactly("a.npz");
  }

  @Test
  void whatCannotBeWrittenIsRefusedBeforeAnythingIsWritten() throws IOException {
    NDArray one = manager.create(1f);
    refusesToWrite(
        "a.txt", "x", one, " cannot be written: its name must end in .npz or .safetensors.");
    refusesToWrite(
        "a.npy", "x", one, " cannot be written: its name must end in .npz or .safetensors.");
    refusesToWrite(
        "a.npz", "", one, " cannot be written: an array has no name. Give each array a name.");
    refusesToWrite(
        "a.safetensors",
        "__metadata__",
        one,
        " cannot be written: the format keeps the name \"__metadata__\" for itself."
            + " Give the array another name.");
    refusesToWrite(
        "a.npz",
        "words",
        manager.create(new String[] {"word"}),
        " cannot be written: the array \"words\" is of type string, which the file could not be read"
            + " back with. Convert it first: array.toType(DataType.FLOAT32, false).");
    refusesToWrite(
        "gone/a.npz",
        "x",
        one,
        " cannot be written: there is no folder " + folder.resolve("gone") + ". Create it first.");
    assertThat(folder).isEmptyDirectory();
    Files.createDirectory(folder.resolve("folder.npz"));
    refusesToWrite("folder.npz", "x", one, " cannot be written: it is a folder.");
  }

  private void refusesToWrite(String name, String key, NDArray array, String message) {
    Path file = folder.resolve(name);
    assertThatThrownBy(() -> ArrayFile.write(file, Map.of(key, array)))
        .isInstanceOf(ArrayFileException.class)
        .hasMessage(file + message);
  }
}
