// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.twin.TwinRemover;
import dev.layertap.torchscript.twin.TwinWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small model of which one part is what somebody with bad intentions would write.
 *
 * @param code the code of {@code __torch__.m}
 * @param pickle the stored objects
 */
@SuppressWarnings("ArrayRecordComponent")
public record HostileModel(String code, byte[] pickle) {
  static final String ENTRY = "m/data.pkl";
  static final String CODE_ENTRY = "m/code/__torch__/m.py";

  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private static final String HEAD =
      """
      class M(Module):
        training : bool
      """;

  private static final String FORWARD =
      """
        def forward(self: __torch__.m.M,
          x: Tensor) -> Tensor:
          return torch.relu(x)
      """;

  static byte[] soundPickle() {
    return Instructions.object("__torch__.m", "M").text("training").of("\u0089").built();
  }

  static HostileModel sound() {
    return withCode(HEAD + FORWARD);
  }

  /**
   * A model whose code is this.
   *
   * @param code the code of {@code __torch__.m}, of which the class {@code M} is the root's
   * @return the model
   */
  public static HostileModel withCode(String code) {
    return new HostileModel(code, soundPickle());
  }

  /** The body of {@code forward}, indented by two. */
  static HostileModel withBody(String body) {
    return withCode(
        HEAD
            + "  def forward(self: __torch__.m.M,\n      x: Tensor) -> Tensor:\n"
            + body.indent(4));
  }

  static HostileModel withMembers(String members) {
    return withCode(HEAD + members.indent(2) + FORWARD);
  }

  HostileModel with(byte[] objects) {
    return new HostileModel(code, objects);
  }

  ZipBytes zip() {
    return new ZipBytes().add(ENTRY, pickle).add(CODE_ENTRY, code).add("m/version", "3\n");
  }

  Path write(Path folder) throws IOException {
    return zip().write(folder.resolve("m.pt"));
  }

  /**
   * Writes it with all that libtorch asks for.
   *
   * @param folder where
   * @return the file
   * @throws IOException if it cannot be written
   */
  public Path writeWhole(Path folder) throws IOException {
    return zip().add("m/constants.pkl", NO_CONSTANTS).write(folder.resolve("m.pt"));
  }

  /** Does with a file all that is ever done with one, and leaves nothing behind. */
  static void readAndRewrite(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    List<Path> before = files(folder);
    Path copy = file.resolveSibling("copy.pt");
    Path again = file.resolveSibling("again.pt");
    try {
      TorchScriptArchive archive = TorchScriptArchive.open(file);
      archive.print();
      TwinWriter.of(archive).write(copy);
      TwinRemover.of(archive).write(copy, file, again);
    } finally {
      Files.deleteIfExists(again);
      Files.deleteIfExists(copy);
      assertThat(files(folder)).isEqualTo(before);
    }
  }

  /** Requires that a file is refused with a message, which begins with the file's name. */
  static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> readAndRewrite(file))
        .isInstanceOf(ArchiveException.class)
        .hasMessage(file + message);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }
}
