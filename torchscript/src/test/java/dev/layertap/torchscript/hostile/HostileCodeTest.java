// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.hostile;

import static dev.layertap.torchscript.hostile.HostileModel.assertRefused;
import static dev.layertap.torchscript.hostile.HostileModel.readAndRewrite;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.layertap.torchscript.archive.ArchiveException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that does not parse, or was written to exhaust whoever reads it. */
class HostileCodeTest {
  private final Path folder;

  HostileCodeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static String at(int line, int column, String expected, String found) {
    return ", entry m/code/__torch__/m.py, line %d, column %d: expected %s, found %s. If PyTorch loads the file, please report this line."
        .formatted(line, column, expected, found);
  }

  private void assertBodyRefused(String body, String message) throws IOException {
    assertRefused(HostileModel.withBody(body).write(folder), message);
  }

  private void assertBodyIsRead(String body) throws IOException {
    readAndRewrite(HostileModel.withBody(body).write(folder));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "return (x| 6| 1| ','| the end of the line",
        "return x)| 5| 13| the end of the line| ')'",
        "return ]| 5| 12| an expression| ']'",
        "return 'x| 5| 12| the end of the string that begins here| the end of the line",
        "return $| 5| 12| TorchScript code| the character '$'",
        "x = = x| 5| 9| an expression| '='",
        "return x.| 5| 14| a name| the end of the line",
        "for (x) in x: pass| 5| 9| the loop's variable| '('",
        "if x pass| 5| 10| ':'| 'pass'"
      })
  void codeThatDoesNotParseIsRefusedWithItsPlace(
      String body, int line, int column, String expected, String found) throws IOException {
    assertBodyRefused(body, at(line, column, expected, found));
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    assertBodyRefused("return \u0000\u0007", at(5, 12, "TorchScript code", "the character '?'"));
  }

  @Test
  void aBlockThatIsIndentedLikeNoOtherIsRefused() throws IOException {
    assertRefused(
        HostileModel.withCode("class M(Module):\n    a : int\n  b : int\n").write(folder),
        at(3, 3, "a line indented as the block's others", "another indentation"));
  }

  /** What opens and closes, a hundred thousand times: none of it may end the stack. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "(| )",
        "[| ]",
        "{x: | }",
        "torch.relu(| )",
        "x[| ]",
        "-| ``",
        "not -| ``",
        "x if x else -| ``",
        "x ** | ``"
      })
  void nestedExpressionsAreRefused(String open, String close) throws IOException {
    String nested = open.repeat(100_000) + "x" + close.repeat(100_000);
    assertThatThrownBy(() -> assertBodyIsRead("return " + nested))
        .isInstanceOf(ArchiveException.class)
        .message()
        .startsWith(folder.resolve("m.pt") + ", entry m/code/__torch__/m.py, line 5, column ")
        .contains(": expected at most 400 levels of nesting, found ")
        .endsWith(". If PyTorch loads the file, please report this line.");
  }

  @ParameterizedTest
  @ValueSource(strings = {".x", "[0]", "()", " + x", " or x", ".f(x)", " < x"})
  void longChainsAreRefusedTheyAreDeepTrees(String link) throws IOException {
    assertBodyRefused(
        "return x" + link.repeat(100_000),
        at(5, 12, "an expression of at most 1000 levels", "a deeper one"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"List", "Optional", "Tuple", "Future"})
  void nestedTypesAreRefused(String generic) throws IOException {
    String type = (generic + "[").repeat(100_000) + "Tensor" + "]".repeat(100_000);
    assertRefused(
        HostileModel.withMembers("deep : " + type).write(folder),
        at(
            3,
            10 + 400 * (generic.length() + 1),
            "at most 400 levels of nesting",
            "'" + generic + "'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "if x: | 200",
        "while x: | 200",
        "for y in x: | 200",
        "with x: | 200",
        "def f(): | 200"
      })
  void blocksWithinEachOtherInOneLineAreRefused(String head, int most) throws IOException {
    assertThatThrownBy(() -> assertBodyIsRead((head + " ").repeat(100_000) + "pass"))
        .isInstanceOf(ArchiveException.class)
        .message()
        .startsWith(folder.resolve("m.pt") + ", entry m/code/__torch__/m.py, line 5, column ")
        .contains(": expected at most " + most + " blocks within each other, found ");
  }

  @Test
  void blocksWithinEachOtherInManyLinesAreRefused() throws IOException {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      body.append(" ".repeat(i)).append("if x:\n");
    }
    assertBodyRefused(
        body.append(" ".repeat(300)).append("pass").toString(),
        at(204, 209, "at most 200 blocks within each other", "the end of the line"));
  }

  @Test
  void anIndentationOfAThousandSpacesIsRefused() throws IOException {
    assertBodyRefused(
        "if x:\n" + " ".repeat(100_000) + "pass",
        at(6, 100_005, "an indentation of at most 1000", "100004"));
  }

  @Test
  void aNameOfAMegabyteIsRefused() throws IOException {
    assertBodyRefused(
        "return " + "x".repeat(1 << 20),
        at(
            5,
            12,
            "a name of at most 4,096 characters",
            "'" + "x".repeat(80) + "... (1,048,576 characters)'"));
  }

  @Test
  void anUnexpectedStringOfAMegabyteIsShownInPart() throws IOException {
    assertBodyRefused(
        "x.'" + "y".repeat(1 << 20) + "'",
        at(5, 7, "a name", "''" + "y".repeat(79) + "... (1,048,578 characters)'"));
  }

  @Test
  void aMethodWithoutItsObjectIsRefused() throws IOException {
    assertRefused(
        HostileModel.withMembers("def free() -> Tensor:\n  return torch.ones([1])").write(folder),
        at(3, 3, "a method with its own object as parameter", "one without"));
  }

  @Test
  void moreWordsThanMemoryCanHoldAreRefused() throws IOException {
    assertBodyRefused(
        "x\n".repeat(1_500_000),
        ": its code and objects would take more than 512 MB of memory, a quarter of this JVM's"
            + " heap. If it is a sound model, give the JVM more with -Xmx.");
  }
}
