// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.layertap.torchscript.Fixture;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.hostile.HostileModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which calls twins leave out, and that they do the same without them. */
class InliningTest {
  private static final String MODEL =
      """
      %s
      class M(Module):
        training : bool
        def forward(self: __torch__.m.M,
            x: Tensor) -> Tensor:
      %s
      """;

  private static final String TWICE =
      """
      def twice(x: Tensor) -> Tensor:
        y = torch.mul(x, 2)
        return y
      """;

  private final Path folder;

  InliningTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** What a twin of {@code forward} calls and computes, with these functions and this body. */
  private final class Twin {
    private final TorchScriptArchive archive;
    private final TwinWriter writer;

    Twin(String functions, String body) throws IOException {
      String code = MODEL.formatted(functions, body.indent(4));
      archive = TorchScriptArchive.open(HostileModel.withCode(code).writeWhole(folder));
      writer = TwinWriter.of(archive);
    }

    String text() {
      String code = textOf(writer.changes().values(), "class M(Module)");
      return code.substring(code.indexOf("_layertap_run_forward"));
    }

    /** The same result as the model's own, in place or not: the input is compared too. */
    void assertComputesTheSame() throws Exception {
      Path copy = folder.resolve("copy.pt");
      writer.write(copy);
      try (TwinModel model = new TwinModel(copy)) {
        NDArray x = model.manager().create(new float[] {-2, -0.5f, 1, 3});
        float[] expected = numbers(model.run("forward", new NDList(x)));
        TwinModel.Reported reported =
            model.capture(
                writer.twins(), "forward", new NDList(x), TwinModel.everything(writer.twins()));
        assertThat(numbers(reported.result())).isEqualTo(expected);
      }
    }
  }

  private static float[] numbers(Map<String, NDArray> result) {
    return Objects.requireNonNull(result.get("")).toFloatArray();
  }

  private static String textOf(Collection<byte[]> files, String part) {
    return files.stream()
        .map(file -> new String(file, StandardCharsets.ISO_8859_1))
        .filter(file -> file.contains(part))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsCalledInOnePlaceIsWrittenThereUnderOtherNames() throws Exception {
    Twin twin =
        new Twin(
            TWICE,
            """
            y = torch.add(x, 1)
            z = __torch__.m.twice(y, )
            return torch.sub(z, y)
            """);
    assertThat(twin.text())
        .contains(
            """
                y = torch.add(x, 1)
                _layertap_1_y = torch.mul(y, 2)
                z = _layertap_1_y
            """)
        .doesNotContain("twice");
    twin.assertComputesTheSame();
  }

  @ParameterizedTest
  @CsvSource({
    "in two places,             'y = __torch__.m.twice(x, )\nreturn __torch__.m.twice(y, )'",
    "behind another operation,  'return torch.add(torch.relu_(x), __torch__.m.twice(x, ))'",
    "by name,                   'return __torch__.m.twice(x=x)'",
    "as a condition's choice,   'return __torch__.m.twice(x, ) if self.training else x'",
    "within an operation,       'return -__torch__.m.twice(x, )'",
    "in a condition,            'if bool(torch.sum(__torch__.m.twice(x, ))):\n  y = x\nelse:\n"
        + "  y = torch.neg(x)\nreturn y'",
  })
  void whatIsCalledLikeThisIsStillCalled(String how, String body) throws Exception {
    Twin twin = new Twin(TWICE, body);
    assertThat(twin.text()).as(how).contains("twice(");
    twin.assertComputesTheSame();
  }

  @ParameterizedTest
  @CsvSource({
    "several results,   'if bool(torch.sum(x)):\n  return x\nreturn torch.neg(x)'",
    "two statements,    'y = torch.neg(x); return y'",
    "a closure,         'def work():\n  return torch.neg(x)\nf = fork(work)\nreturn torch.wait(f)'",
    "a text of lines,   'y = \"\"\"a\nb\"\"\"\nreturn x'",
    "two names at once, 'y = z = torch.neg(x)\nreturn torch.add(y, z)'",
  })
  void whatIsWrittenLikeThisIsStillCalled(String how, String body) throws Exception {
    String odd = "def odd(x: Tensor) -> Tensor:\n" + body.indent(2);
    Twin twin = new Twin(odd, "y = __torch__.m.odd(x, )\nreturn torch.add(y, 1)\n");
    assertThat(twin.text()).as(how).contains("odd(");
  }

  @ParameterizedTest
  @CsvSource({
    "an argument that is a call, 'return __torch__.m.f(__torch__.m.twice(x, ), )'",
    "in a block,                 'y = x\nif bool(torch.sum(x)):\n  y = __torch__.m.f(x, )\n"
        + "else:\n  y = __torch__.m.twice(x, )\nreturn y'",
    "in a loop,                  'y = x\nfor i in range(3):\n  y = __torch__.m.f(y, )\n"
        + "return __torch__.m.twice(y, )'",
    "through a name,             '_0 = __torch__.m.f\ny = _0(x, )\nreturn __torch__.m.twice(y, )'",
    "beside plain values,        'a, b = (x, __torch__.m.f(x, ))\n"
        + "return torch.add(a, __torch__.m.twice(b, ))'",
  })
  void whatMovesComputesTheSame(String how, String body) throws Exception {
    String f =
        """
        def f(x: Tensor) -> Tensor:
          i = torch.sub(x, 3)
          x = torch.relu_(i)
          y = torch.add(x, 1)
          return torch.mul(y, torch.add(x, 2))
        """;
    Twin twin = new Twin(TWICE + f, body);
    assertThat(twin.text()).as(how).doesNotContain("m.f(", " _0(");
    twin.assertComputesTheSame();
  }

  /** In an encoder of PyTorch's the lines of one came between those of the other. */
  @Test
  void severalInAStatementComeOneAfterTheOther() throws Exception {
    String choice =
        """
        def %s(x: Tensor,
            y: Tensor,
            z: Tensor) -> Tensor:
          i = torch.%s(x, y)
          if bool(torch.sum(i)):
            j = torch.sub(i, z)
          else:
            j = i
          return j
        """;
    String both =
        """
        def both(x: Tensor) -> Tensor:
          y = torch.add(x, 1)
          z = torch.add(x, 2)
          a, b = (__torch__.m.one(x, y, z, ), __torch__.m.other(x, y, z, ))
          return torch.add(a, b)
        """;
    String functions = choice.formatted("one", "mul") + choice.formatted("other", "add") + both;
    Twin twin = new Twin(functions, "return __torch__.m.both(x, )\n");
    assertThat(twin.text()).doesNotContain("m.one(", "m.other(", "m.both(");
    twin.assertComputesTheSame();
  }

  @Test
  void aParameterThatMayBeNoneStaysOne() throws Exception {
    String f =
        """
        def f(x: Optional[Tensor],
            scale: float,
            shape: List[int]) -> Optional[Tensor]:
          if torch.__isnot__(x, None):
            y : Optional[Tensor] = torch.mul(unchecked_cast(Tensor, x), scale)
          else:
            y = None
          return y
        """;
    Twin twin =
        new Twin(
            f,
            """
            y = __torch__.m.f(x, 2.5, [4])
            if torch.__is__(y, None):
              z = x
            else:
              z = unchecked_cast(Tensor, y)
            return z
            """);
    assertThat(twin.text())
        .contains(
            "_layertap_1_x : Optional[Tensor] = x\n", "torch.mul(unchecked_cast(Tensor, _layer")
        .contains(", _layertap_1_x), 2.5)\n", "_layertap_result_1 : Optional[Tensor] = (_layer")
        .doesNotContain("m.f(");
    twin.assertComputesTheSame();
  }

  @Test
  void aRoutineWithoutResultIsRunStill() throws Exception {
    String check =
        """
        def check(x: Tensor) -> NoneType:
          _0 = torch.add_(x, 1)
          return None
        """;
    Twin twin = new Twin(check, "_0 = __torch__.m.check(x, )\nreturn torch.mul(x, 2)\n");
    assertThat(twin.text())
        .contains("_layertap_1__0 = torch.add_(x, 1)\n", "_0 = None\n")
        .doesNotContain("m.check");
    twin.assertComputesTheSame();
  }

  @Test
  void routinesThatCallEachOtherForeverAreNotFollowedForever() throws Exception {
    String cycle =
        """
        def f(x: Tensor) -> Tensor:
          return __torch__.m.g(x, )
        def g(x: Tensor) -> Tensor:
          return __torch__.m.f(x, )
        """;
    assertThat(new Twin(cycle, "return __torch__.m.f(x, )\n").text()).contains("m.f(");
  }

  @Test
  void aChainOfCallsIsCutWhereItIsTooDeep() throws Exception {
    String chain =
        IntStream.range(0, 5000)
            .mapToObj(
                i ->
                    "def f%d(x: Tensor) -> Tensor:\n  return __torch__.m.f%d(x, )\n"
                        .formatted(i, i + 1))
            .collect(Collectors.joining());
    String all = chain + "def f5000(x: Tensor) -> Tensor:\n  return x\n";
    Twin twin = new Twin(all, "return __torch__.m.f0(x, )\n");
    assertThat(twin.text()).containsPattern("__torch__\\.m\\.f[0-9]+\\(x, \\)");
  }

  @Test
  void aRoutineDoesNotGrowBeyondABound() throws Exception {
    String lines = "  x = torch.add(x, 1)\n".repeat(700); // 15,000 characters
    String functions =
        "def f(x: Tensor) -> Tensor:\n%1$s  return x\ndef g(x: Tensor) -> Tensor:\n%1$s  return x\n"
            .formatted(lines);
    Twin twin = new Twin(functions, "y = __torch__.m.f(x, )\nreturn __torch__.m.g(y, )\n");
    assertThat(twin.text()).contains("m.g(").doesNotContain("m.f(");
  }

  /** A model that was traced has a class for each module, and becomes one method. */
  @Test
  void aTracedModelIsRunByOneTwin() throws Exception {
    TorchScriptArchive archive = TorchScriptArchive.open(new Fixture("cnn-traced").model());
    Collection<byte[]> files = TwinWriter.of(archive).changes().values();
    String all =
        files.stream()
            .map(file -> new String(file, StandardCharsets.ISO_8859_1))
            .collect(Collectors.joining());
    assertThat(Pattern.compile("def _layertap_run_").matcher(all).results().count()).isEqualTo(1);
  }
}
