// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.hostile;

import static dev.layertap.torchscript.hostile.HostileModel.assertRefused;
import static dev.layertap.torchscript.hostile.HostileModel.readAndRewrite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.layertap.torchscript.archive.ArchiveException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored objects that are damaged, endless, or of other types than the code says. */
class HostilePickleTest {
  private static final String AGAIN = ". Fetch or export the file again.";

  private static final String WITH_CHILD =
      """
      class M(Module):
        __parameters__ = ["weight", ]
        __buffers__ = []
        weight : Tensor
        training : bool
        child : __torch__.m.M
        def forward(self: __torch__.m.M,
            x: Tensor) -> Tensor:
          child = self.child
          return (child).forward(x, )
      """;

  private static final String WITH_WEIGHT = WITH_CHILD.replace("  child : __torch__.m.M\n", "");

  private final Path folder;

  HostilePickleTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path write(byte[] pickle) throws IOException {
    return HostileModel.sound().with(pickle).write(folder);
  }

  private Path write(String code, byte[] pickle) throws IOException {
    return HostileModel.withCode(code).with(pickle).write(folder);
  }

  private Path writeWithChild(byte[] pickle) throws IOException {
    return write(WITH_CHILD, pickle);
  }

  private static Instructions root() {
    return Instructions.object("__torch__.m", "M");
  }

  private static String damaged(int offset, String found) {
    return ", entry m/data.pkl: the pickle is damaged: expected a valid instruction at offset "
        + offset
        + ", found "
        + found
        + AGAIN;
  }

  @Test
  void aPickleThatIsCutAnywhereIsRefused() throws IOException {
    byte[] whole = HostileModel.soundPickle();
    for (int length = 0; length < whole.length; length++) {
      Path file = write(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> readAndRewrite(file))
          .as("cut after %d bytes", length)
          .isInstanceOf(ArchiveException.class)
          .message()
          .matches(
              "\\Q"
                  + file
                  + "\\E, entry m/data.pkl: the pickle is damaged: expected a valid instruction at"
                  + " offset \\d+, found the end of the data\\. Fetch or export the file again\\.");
    }
  }

  @Test
  void aListOfTenMillionElementsIsRefused() throws IOException {
    byte[] pickle = root().text("training").of("](").of("N", 10_000_000).of("e").built();
    assertRefused(
        write(pickle),
        ": its code and objects would take more than 512 MB of memory, a quarter of this JVM's"
            + " heap. If it is a sound model, give the JVM more with -Xmx.");
  }

  @Test
  void elementsThatAreRememberedAndRepeatedAreCountedToo() throws IOException {
    byte[] pickle =
        root()
            .text("training")
            .text("x".repeat(1000))
            .of("q\u0000](")
            .of("h\u0000", 6_000_000)
            .of("e")
            .built();
    assertRefused(
        write(pickle),
        ": its code and objects would take more than 512 MB of memory, a quarter of this JVM's"
            + " heap. If it is a sound model, give the JVM more with -Xmx.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0085", "\u0086", "t", "e", "u", "s"})
  void nestingOfAHundredThousandLevelsIsReadWithoutAStack(String kind) throws IOException {
    int levels = 100_000;
    Instructions pickle = root().text("training");
    switch (kind) {
      case "\u0085" -> pickle.of("N").of("\u0085", levels);
      case "\u0086" -> pickle.of("N", levels + 1).of("\u0086", levels);
      case "t" -> pickle.of("(", levels).of("t", levels);
      case "e" -> pickle.of("](", levels).of("e", levels);
      case "u" -> pickle.of("}(N", levels).of("Nu", 1).of("u", levels - 1);
      default -> pickle.of("}N", levels).of("N").of("s", levels);
    }
    readAndRewrite(write(pickle.built()));
  }

  @Test
  void parametersWithinParametersAreNotFollowedForever() throws IOException {
    Instructions pickle = root().text("weight");
    for (int i = 0; i < 100_000; i++) {
      pickle.global("torch._utils", "_rebuild_parameter");
    }
    pickle.of("N").of("\u0085R", 100_000);
    readAndRewrite(write(WITH_WEIGHT, pickle.built()));
  }

  @Test
  void aTupleOfItselfTwiceAndSoOnIsNeverWrittenOut() throws IOException {
    // Forty levels of (x, x): a thousand billion elements, if somebody wrote them down.
    Instructions offset = new Instructions().of("K\u0000");
    offset.of("2\u0086", 40);
    String doubled = new String(offset.bytes(), StandardCharsets.ISO_8859_1);
    Instructions pickle = root().text("weight");
    pickle
        .global("torch._utils", "_rebuild_tensor_v2")
        .of("((")
        .text("storage")
        .global("torch", "FloatStorage")
        .text("0")
        .text("cpu")
        .of("K\u0001tQ")
        .of(doubled)
        .of("K\u0001\u0085K\u0001\u0085\u0089NtR");
    readAndRewrite(write(WITH_WEIGHT, pickle.built()));
  }

  @Test
  void aListThatHoldsItselfIsRead() throws IOException {
    byte[] pickle = root().text("training").of("]q\u0000(h\u0000h\u0000e").built();
    readAndRewrite(write(pickle));
  }

  @Test
  void aModuleThatIsItsOwnChildIsRefused() throws IOException {
    byte[] pickle =
        new Instructions()
            .of("\u0080\u0002")
            .global("__torch__.m", "M")
            .of(")\u0081q\u0000}(")
            .text("child")
            .of("h\u0000")
            .built();
    assertRefused(
        writeWithChild(pickle),
        ": at '"
            + "child.".repeat(13)
            + "ch... (1,805 characters)' there are more than 200,000 modules or 300 levels; does a"
            + " module contain itself? If PyTorch loads the file, please report this.");
  }

  @Test
  void aModuleThatIsThereAtMorePlacesThanAnyModelHasIsRefused() throws IOException {
    // Each class holds the next twice, in one object: 2 to the 20th places of 20 objects.
    StringBuilder code = new StringBuilder();
    Instructions pickle = new Instructions().of("\u0080\u0002");
    for (int i = 0; i < 20; i++) {
      code.append("class M%s(Module):\n".formatted(i == 0 ? "" : i));
      pickle.global("__torch__.m", "M" + (i == 0 ? "" : i)).of(")\u0081}(");
      if (i < 19) {
        code.append("  a : __torch__.m.M%d\n  b : __torch__.m.M%d\n".formatted(i + 1, i + 1));
        pickle.text("a");
      } else {
        code.append("  training : bool\n");
      }
    }
    for (int i = 19; i >= 0; i--) {
      pickle.of("ub");
      if (i > 0) {
        pickle.of("q" + (char) i).text("b").of("h" + (char) i);
      }
    }
    Path file = HostileModel.withCode(code.toString()).with(pickle.of(".").bytes()).write(folder);
    assertThatThrownBy(() -> readAndRewrite(file))
        .isInstanceOf(ArchiveException.class)
        .message()
        .startsWith(file + ": at '")
        .endsWith(
            "' there are more than 200,000 modules or 300 levels; does a module contain itself? If"
                + " PyTorch loads the file, please report this.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X| -1| a length of 4,294,967,295 bytes",
        "X| 2147483647| the end of the data",
        "T| -2147483648| a length of 2,147,483,648 bytes",
        "B| -1| a length of 4,294,967,295 bytes",
        "B| 2147483647| the end of the data",
        "j| -1| a reference to -1, which was not remembered",
        "j| 2147483647| a reference to 2147483647, which was not remembered"
      })
  void numbersThatLieAreRefused(String opcode, int number, String found) throws IOException {
    byte[] pickle = root().text("training").of(opcode).length(number).built();
    assertRefused(write(pickle), damaged(34, found));
  }

  @Test
  void placesToRememberAtMayBeAnyNumber() throws IOException {
    byte[] pickle =
        root().text("training").of("\u0089r").length(-1).of("r").length(Integer.MIN_VALUE).built();
    readAndRewrite(write(pickle));
  }

  @ParameterizedTest
  @ValueSource(strings = {"N", "K\u0001", "]", "}", ")", "Q", "\u0089\u0085R"})
  void whatIsNoObjectIsNoModel(String value) throws IOException {
    Path file = write(new Instructions().of("\u0080\u0002").of("N" + value + ".").bytes());
    assertThatThrownBy(() -> readAndRewrite(file)).isInstanceOf(ArchiveException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Na.| elements for something that is no list",
        "NNs.| entries for something that is no dict",
        "}(Nu.| a key without a value",
        "NNb.| a state for something that is no object",
        "N)\u0081.| an object whose class is no name",
        "NN\u0093.| a global whose name is no string",
        "t.| the end of a group that never began",
        "R.| an instruction that lacks an operand",
        "(0.| an instruction that lacks an operand",
        "(.| an instruction that lacks an operand",
        "i| the unknown instruction 'i'",
        "\u00ff| the unknown instruction 255"
      })
  void wrongTypesAndMissingOperandsAreRefused(String instructions, String found)
      throws IOException {
    Path file = write(new Instructions().of("\u0080\u0002N").of(instructions).bytes());
    assertThatThrownBy(() -> readAndRewrite(file))
        .isInstanceOf(ArchiveException.class)
        .message()
        .startsWith(file + ", entry m/data.pkl: the pickle is damaged: ")
        .endsWith("found " + found + AGAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "N",
        "K\u0001",
        "G12345678",
        "]",
        "}",
        ")",
        "(NNt",
        "C\u0003abc",
        "NQ",
        "NNR",
        "cx\ny\n",
        "cx\ny\n)R",
        "c__torch__.m\nM\n)\u0081",
        "c__torch__.m\nM\n)\u0081Nb",
        "c__torch__.m\nM\n)\u0081]b",
        "c__torch__.m\nOther\n)\u0081}b",
        "ctorch._utils\n_rebuild_parameter\n)R",
        "ctorch._utils\n_rebuild_tensor_v2\n)R",
        "ctorch._utils\n_rebuild_tensor_v2\nNR",
        "ctorch._utils\n_rebuild_tensor_v2\n(NNNtR",
        "ctorch._utils\n_rebuild_tensor_v2\n(NQNNtR",
        "ctorch._utils\n_rebuild_tensor_v2\n(((NNNtQNNtR"
      })
  void anythingMayStandWhereTheCodeSaysTensorOrModule(String value) throws IOException {
    for (String attribute : new String[] {"weight", "child", "training"}) {
      try {
        readAndRewrite(writeWithChild(root().text(attribute).of(value).built()));
      } catch (ArchiveException refused) {
        // As a module whose child's class declares a child, and so on: one that holds itself.
        assertThat(refused).message().containsAnyOf("m.pt", "copy.pt");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "J\u00ff\u00ff\u00ff\u00ff\u0085| [-1]",
        "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f\u0085| [9223372036854775807]",
        "J\u00ff\u00ff\u00ff\u007f2\u0086| [2147483647, 2147483647]",
        "K\u0000J\u00ff\u00ff\u00ff\u00ff\u0086| [0, -1]"
      })
  void sizesThatNoTensorCanHaveAreRefused(String sizes, String shown) throws IOException {
    Instructions pickle = root().text("weight").tensor("0", sizes);
    assertRefused(
        write(WITH_WEIGHT, pickle.built()),
        ": the tensor weight has the sizes " + shown + ", which no tensor can have" + AGAIN);
  }

  @Test
  void aTensorOfAMillionDimensionsIsRefused() throws IOException {
    Instructions pickle =
        root().text("weight").tensor("0", "(" + "K\u0001".repeat(1_000_000) + "t");
    assertRefused(
        write(WITH_WEIGHT, pickle.built()),
        ": the tensor weight has the sizes ["
            + "1, ".repeat(26)
            + "1... (3,000,000 characters), which no tensor can have"
            + AGAIN);
  }

  @Test
  void aClassWithANameOfAMegabyteIsRefused() throws IOException {
    byte[] pickle = Instructions.object("__torch__.m", "M".repeat(1 << 20)).built();
    assertRefused(
        write(pickle),
        damaged(
            2,
            "the name of a class or function of more than 4,096 characters: __torch__.m."
                + "M".repeat(68)
                + "... (1,048,588 characters)"));
  }

  @Test
  void aClassThatTheCodeDoesNotHaveIsRefused() throws IOException {
    assertRefused(
        write(Instructions.object("os", "system").built()),
        ": the class os.system of the module at the root is not in the archive's code. Export the"
            + " model again.");
  }
}
