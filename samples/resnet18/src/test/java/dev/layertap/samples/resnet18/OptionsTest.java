// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Main.run(new PrintStream(out, true), new PrintStream(err, true), args);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyOptionHasADefault() throws Exception {
    assertThat(Options.parse())
        .isEqualTo(new Options(null, null, Path.of("target", "resnet18"), false));
  }

  @Test
  void theLastOfTwoEqualOptionsCounts() throws Exception {
    assertThat(Options.parse("--out", "a", "--out", "b").out()).isEqualTo(Path.of("b"));
  }

  @Test
  void helpPrintsTheUsage() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(Options.USAGE);
    assertThat(err()).isEmpty();
  }

  @Test
  void anUnknownArgumentIsNamedBeforeTheUsage() {
    assertThat(run("--picture", "a.png")).isEqualTo(2);
    assertThat(err()).isEqualTo("Unknown argument: --picture\n\n" + Options.USAGE + "\n");
    assertThat(out.size()).isZero();
  }

  @Test
  void aMissingValueIsNamedBeforeTheUsage() {
    assertThat(run("--image")).isEqualTo(2);
    assertThat(err()).isEqualTo("A value is missing after --image\n\n" + Options.USAGE + "\n");
  }

  @Test
  void anOptionIsNoValue() {
    assertThat(run("--image", "--out", "x")).isEqualTo(2);
    assertThat(err()).startsWith("A value is missing after --image\n");
  }

  @Test
  void aFileThatDoesNotExistIsNamedWithItsWholePath(@TempDir Path folder) {
    Path file = folder.resolve("none.npz");
    assertThat(run("--weights", file.toString())).isEqualTo(2);
    assertThat(err()).startsWith("--weights: there is no file " + file + "\n\n" + Options.USAGE);
  }

  @Test
  void aFileThatIsNoImageIsNamed(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("notes.png"), "not a picture");
    assertThat(run("--image", file.toString())).isEqualTo(1);
    assertThat(err())
        .isEqualTo(
            file + " is not an image that Java can read. PNG, JPEG, GIF and BMP files are.\n");
  }
}
