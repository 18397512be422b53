// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateDictTest {
  private static final Map<String, Shape> EXPECTED =
      shapes("fc.weight", new Shape(2, 3), "fc.bias", new Shape(2));

  private final NDManager manager = NDManager.newBaseManager();
  private final Path folder;

  StateDictTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({"NPZ, weights.npz", "SAFETENSORS, weights.safetensors"})
  void bothFormatsAreReadAndTheBatchCountersAreLeftOut(NDList.Encoding encoding, String name)
      throws IOException {
    Path file =
        write(
            name,
            encoding,
            array("fc.weight", new Shape(2, 3)),
            named("fc.bias", array("", new Shape(2)).toType(DataType.FLOAT64, false)),
            counter());
    assertThat(StateDict.read(file).values(EXPECTED))
        .containsOnly(
            Map.entry("fc.weight", FloatBuffer.wrap(new float[] {0, 1, 2, 3, 4, 5})),
            Map.entry("fc.bias", FloatBuffer.wrap(new float[] {0, 1})));
  }

  @Test
  void whatIsMissingAndWhatIsUnexpectedAndWhatHasAnotherShapeStandsInOneMessage()
      throws IOException {
    Path file =
        write(
            "weights.npz",
            NDList.Encoding.NPZ,
            array("fc.weight", new Shape(3, 2)),
            array("head.bias", new Shape(2)),
            counter());
    assertThatThrownBy(() -> StateDict.read(file).values(EXPECTED))
        .isInstanceOf(SampleException.class)
        .hasMessage(
            String.join(
                "\n",
                file + " does not fit the model.",
                "  1 of another shape:",
                "    fc.weight (3, 2), expected (2, 3)",
                "  1 missing:",
                "    fc.bias (2)",
                "  1 unexpected:",
                "    head.bias (2)",
                "Expected are the 2 tensors of torchvision's resnet18 under its state-dict names,"
                    + " found were 2 (num_batches_tracked is not needed)."));
  }

  @Test
  void tenOfAKindAreNamedAndTheOthersCounted() throws IOException {
    Path file = write("weights.npz", NDList.Encoding.NPZ, array("a", new Shape(1)));
    Map<String, Shape> expected = new LinkedHashMap<>();
    for (int i = 0; i < 12; i++) {
      expected.put("layer" + i, new Shape(i));
    }
    assertThatThrownBy(() -> StateDict.read(file).values(expected))
        .hasMessageStartingWith(file + " does not fit the model.\n  12 missing:\n    layer0 (0)\n")
        .hasMessageContaining("    layer9 (9)\n    and 2 more\n  1 unexpected:\n    a (1)\n");
  }

  @Test
  void aTypeThatWouldEndTheJvmIsRefusedBeforeItIsRead() throws IOException {
    Path file = folder.resolve("half.safetensors");
    safetensors(
        file,
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"fc.bias\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}");
    assertThatThrownBy(() -> StateDict.read(file))
        .isInstanceOf(SampleException.class)
        .hasMessage(
            file
                + " cannot be read: the array \"fc.bias\" is of type BF16; DJL's PyTorch engine takes"
                + " F64, F32, F16, I64, I32, I8, U8 and BOOL. Convert it first, in PyTorch with"
                + " tensor.float().");
  }

  @Test
  void anotherKindOfFileIsRefusedWithTheWayToMakeOne() throws IOException {
    Path file = Files.writeString(folder.resolve("resnet18.pth"), "PK");
    assertThatThrownBy(() -> StateDict.read(file))
        .isInstanceOf(SampleException.class)
        .hasMessage(
            file
                + " is neither a .safetensors nor an .npz file. From PyTorch, save one with"
                + " numpy.savez(\"weights.npz\","
                + " **{name: t.numpy() for name, t in model.state_dict().items()})");
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    Path header = folder.resolve("header.safetensors");
    safetensors(header, "[1, 2]");
    assertThatThrownBy(() -> StateDict.read(header))
        .isInstanceOf(SampleException.class)
        .hasMessage(
            header
                + " cannot be read: its header is not that of a .safetensors file. Save it anew.");

    Path whole = write("cut.npz", NDList.Encoding.NPZ, array("fc.weight", new Shape(20, 30)));
    Files.write(whole, Arrays.copyOf(Files.readAllBytes(whole), 200));
    assertThatThrownBy(() -> StateDict.read(whole))
        .isInstanceOf(SampleException.class)
        .hasMessageStartingWith(whole + " cannot be read: ");
  }

  private NDArray array(String name, Shape shape) {
    return named(name, manager.arange((float) shape.size()).reshape(shape));
  }

  private NDArray counter() {
    return named("bn1.num_batches_tracked", manager.create(7L));
  }

  private static NDArray named(String name, NDArray array) {
    array.setName(name);
    return array;
  }

  private Path write(String name, NDList.Encoding encoding, NDArray... arrays) throws IOException {
    return Files.write(folder.resolve(name), new NDList(arrays).encode(encoding));
  }

  private static void safetensors(Path file, String header) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(Long.reverseBytes(header.length()));
    out.write(header.getBytes(StandardCharsets.UTF_8));
    out.writeInt(0);
    Files.write(file, bytes.toByteArray());
  }

  private static Map<String, Shape> shapes(String one, Shape first, String two, Shape second) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(one, first);
    shapes.put(two, second);
    return shapes;
  }
}
