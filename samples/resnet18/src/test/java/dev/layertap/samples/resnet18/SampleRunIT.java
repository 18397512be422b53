// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.testkit.Python;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs the sample as its users do: its own JVM, the finished agent, the configuration file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleRunIT {
  private final Path folder;
  private final ChildJvm.Result sample;

  SampleRunIT(@TempDir Path folder) throws Exception {
    this.folder = folder;
    ClassPath all = ClassPath.ofThisJvm();
    Path agent = all.only("layertap-agent.*\\.jar").entries().get(0);
    this.sample =
        ChildJvm.running(Main.class, all.without("layertap-agent.*"))
            .option("-javaagent:" + agent + "=layertap.yaml")
            .arguments("--out", folder)
            .run();
  }

  @Test
  void itEndsWellAndStdoutIsAllItPrints() {
    assertThat(sample.notes()).isEmpty();
    assertThat(sample.status()).isZero();
  }

  @Test
  void itPrintsTheTree() {
    assertThat(sample.out().lines())
        .anyMatch(line -> line.startsWith("ResNet18("))
        .anyMatch(line -> line.contains("(1): BatchNorm()  # layer3.0.downsample.1,"));
  }

  @Test
  void itNamesTheFiveBestClasses() {
    List<String> lines = after("Top 5 of 1000 classes");
    assertThat(lines).hasSize(5).allMatch(line -> line.matches("  class \\d+ +0\\.\\d{4}"));
  }

  @Test
  void itPrintsTheThreeActivationsInOrderOfExecution() {
    List<String> columns =
        after("Captured in that pass").stream()
            .map(line -> line.replaceAll("  +", "|").replaceFirst("(\\|[^|]*){4}$", ""))
            .toList();
    assertThat(columns)
        .containsExactly(
            "|name|path|shape",
            "|maxpool|maxpool|(1, 64, 56, 56)",
            "|comp|layer3.0.downsample.1|(1, 256, 14, 14)",
            "|avgpool|avgpool|(1, 512, 1, 1)");
  }

  @Test
  void djlReadsBothFilesAndTheyHoldWhatWasPrinted() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDList npz = read(manager, "activations.npz");
      NDList safetensors = read(manager, "activations.safetensors");
      assertThat(npz).extracting(NDArray::getName).containsExactly("maxpool", "comp", "avgpool");
      assertThat(safetensors).hasSize(3);
      for (NDArray array : npz) {
        assertThat(safetensors.get(array.getName())).isEqualTo(array);
        Statistics numbers = Statistics.of(array.toFloatArray());
        assertThat(numbers.std()).as(array.getName()).isPositive();
        assertThat(sample.out())
            .containsPattern(
                String.format(
                    Locale.ROOT,
                    "%s +\\S+ +\\([^)]*\\) +%.4f +%.4f +%.4f +%.4f\n",
                    array.getName(),
                    numbers.mean(),
                    numbers.std(),
                    numbers.min(),
                    numbers.max()));
      }
    }
  }

  @Test
  void numpyReadsBothFilesAndFindsTheSame() throws Exception {
    List<String> lines =
        Python.with("numpy")
            .run(Path.of("src/test/python/read_activations.py"), folder)
            .lines()
            .toList();
    assertThat(lines.subList(0, 3)).isEqualTo(lines.subList(3, 6));
    assertThat(lines.subList(0, 3))
        .map(line -> line.substring(0, line.indexOf(')') + 1))
        .containsExactly(
            "avgpool float32 (1, 512, 1, 1)",
            "comp float32 (1, 256, 14, 14)",
            "maxpool float32 (1, 64, 56, 56)");
  }

  @Test
  void eachActivationHasAPicture() throws IOException {
    for (String name : List.of("maxpool", "comp", "avgpool")) {
      BufferedImage picture = ImageIO.read(folder.resolve(name + ".png").toFile());
      assertThat(picture.getWidth()).as(name).isBetween(800, 1100);
      int[] pixels =
          picture.getRGB(
              0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
      assertThat(Arrays.stream(pixels).distinct().count()).as(name).isGreaterThan(100);
    }
  }

  @Test
  void nothingElseIsLeftInTheFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "activations.npz",
              "activations.safetensors",
              "avgpool.png",
              "comp.png",
              "maxpool.png");
    }
  }

  /** The indented lines that stand below a headline. */
  private List<String> after(String headline) {
    return sample
        .out()
        .lines()
        .dropWhile(line -> !line.equals(headline))
        .skip(1)
        .takeWhile(line -> line.startsWith("  "))
        .toList();
  }

  private NDList read(NDManager manager, String name) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      return NDList.decode(manager, in);
    }
  }
}
