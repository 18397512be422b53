// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.archive.ReadingBudget;
import dev.layertap.torchscript.code.CodeBase;
import dev.layertap.torchscript.code.SourceParser;
import dev.layertap.torchscript.code.SourceText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which results are taken without a copy, told from the code alone. */
class LastingResultsTest {
  private static final String MODULES =
      """
      class A(Module):
        weight : Tensor
        def forward(self: __torch__.m.A,
          x: Tensor) -> Tensor:
          return %s
      class B(Module):
        def forward(self: __torch__.m.B,
          x: Tensor) -> Tensor:
          %s
      class M(Module):
        a : __torch__.m.A
        b : __torch__.m.B
        kept : Tensor
        def forward(self: __torch__.m.M,
          x: Tensor) -> Tensor:
      """;

  /** The simple names of the classes whose results last. */
  private static List<String> lasting(String a, String b, String body) throws ArchiveException {
    String text = MODULES.formatted(a, b) + body.indent(4);
    CodeBase code =
        new CodeBase(
            Map.of(
                "m.py",
                SourceParser.parse(
                    "__torch__.m", new SourceText("m.py", text), ReadingBudget.of("m.py"))));
    CallGraph graph = new CallGraph(code, code.type("__torch__.m.M").orElseThrow());
    return LastingResults.in(graph, new Reporting(graph), code.type("__torch__.m.M").orElseThrow())
        .stream()
        .map(routine -> routine.owner().orElseThrow().simpleName())
        .sorted()
        .toList();
  }

  private static List<String> lasting(String body) throws ArchiveException {
    return lasting("torch.linear(x, self.weight)", "return torch.relu(x)", body);
  }

  private static List<String> lastingOfA(String result) throws ArchiveException {
    return lasting(
        result,
        "return torch.relu(x)",
        "return torch.sigmoid((self.b).forward((self.a).forward(x, ), ))");
  }

  @Test
  void whatIsOnlyReadLasts() throws ArchiveException {
    assertThat(lasting("return torch.sum((self.b).forward((self.a).forward(x, ), ))"))
        .containsExactly("A", "B");
  }

  @Test
  void whatTheRootReturnsBelongsToTheApp() throws ArchiveException {
    assertThat(lasting("return (self.b).forward((self.a).forward(x, ), )")).containsExactly("A");
    assertThat(lasting("return torch.flatten((self.a).forward(x, ), 1)")).isEmpty();
  }

  @Test
  void whatIsOverwrittenAfterIsCopied() throws ArchiveException {
    String next = "\nreturn torch.sum((self.b).forward(torch.relu(y), ))";
    assertThat(lasting("y = (self.a).forward(x, )\n_0 = torch.relu_(y)" + next))
        .containsExactly("B");
    assertThat(
            lasting(
                "y = (self.a).forward(x, )\nz = torch.view(y, [-1])\n_0 = torch.mul_(z, 2)" + next))
        .containsExactly("B");
    assertThat(lasting("y = (self.a).forward(x, )\n_0 = torch.relu(y, out=y)" + next))
        .containsExactly("B");
    assertThat(lasting("y = (self.a).forward(x, )\ny[0] = 1" + next)).containsExactly("B");
  }

  @Test
  void whatIsOverwrittenWithinAModuleLastsAfterIt() throws ArchiveException {
    assertThat(
            lasting(
                "torch.linear(x, self.weight)",
                "return torch.relu_(x)",
                "return torch.sum((self.b).forward((self.a).forward(x, ), ))"))
        .containsExactly("B");
  }

  @Test
  void whatAnotherBranchOverwritesIsCopied() throws ArchiveException {
    assertThat(
            lasting(
                """
                y = (self.a).forward(x, )
                if bool(torch.sum(x)):
                  z = torch.relu_(y)
                else:
                  z = (self.b).forward(y, )
                return torch.sum(z)"""))
        .containsExactly("B");
  }

  @Test
  void whatALoopMayOverwriteInALaterRoundIsCopied() throws ArchiveException {
    assertThat(
            lasting(
                """
                y = (self.a).forward(x, )
                z = torch.relu(y)
                v = torch.relu(z)
                for i in range(5):
                  _0 = torch.relu_(v)
                  v = z
                  z = y
                return torch.sum(v)"""))
        .isEmpty();
    assertThat(
            lasting(
                """
                y = x
                for i in range(5):
                  y = (self.a).forward(y, )
                return torch.sum(y)"""))
        .isEmpty();
  }

  @Test
  void whatIsPutIntoAListOrAnAttributeIsCopied() throws ArchiveException {
    String next = "\nreturn torch.sum(torch.relu(y))";
    assertThat(lasting("y = (self.a).forward(x, )\nself.kept = y" + next)).isEmpty();
    assertThat(
            lasting(
                "v = annotate(List[Tensor], [])\ny = (self.a).forward(x, )\n_0 = torch.append(v, y)"
                    + next))
        .isEmpty();
    assertThat(
            lasting(
                """
                y = (self.a).forward(x, )
                v = torch.add([y], [x])
                _0 = torch.relu_(v[0])
                return torch.sum(y)"""))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "self.weight",
        "torch.flatten(x, 1)",
        "torch.dropout(x, 0.5, False)",
        "torch.select(torch.relu(x), 0, 0)",
        "(torch.relu(x))[0]",
        "torch.unknown(x)",
        "ops.custom.relu(x)",
        "torch.conv2d(x, self.weight, out=x)",
        "CONSTANTS.c0"
      })
  void whatMayHaveTheMemoryOfSomethingElseIsCopied(String result) throws ArchiveException {
    assertThat(lastingOfA(result)).doesNotContain("A");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "torch.conv2d(x, self.weight)",
        "torch.flatten(torch.relu(x), 1)",
        "torch.add_(torch.matmul(x, self.weight), self.weight)",
        "torch.cat([x, self.weight])",
        "torch.relu(x) if bool(torch.sum(x)) else torch.sigmoid(x)"
      })
  void whatHasMemoryOfItsOwnLasts(String result) throws ArchiveException {
    assertThat(lastingOfA(result)).contains("A");
  }

  @Test
  void whatAnUnknownOperatorSeesIsCopied() throws ArchiveException {
    assertThat(lasting("y = (self.a).forward(x, )\n_0 = ops.custom.log(y)\nreturn torch.sum(y)"))
        .isEmpty();
  }

  @Test
  void whereSomethingRunsBesideNothingLasts() throws ArchiveException {
    assertThat(
            lasting(
                """
                y = (self.a).forward(x, )
                def c():
                  return torch.relu_(y)
                f = fork(c)
                return torch.sum((self.b).forward(y, ))"""))
        .isEmpty();
  }

  /**
   * All of them have as many elements as there were lines: a file of 300 KB would fill any heap.
   */
  @Test
  void codeThatWasWrittenToFillTheMemoryIsGivenUp() throws ArchiveException {
    StringBuilder body = new StringBuilder("y = (self.a).forward(x, )\nt0 = (x,)\n");
    for (int i = 1; i < 10_000; i++) {
      body.append("t%d = (t%d, torch.relu(x))\n".formatted(i, i - 1));
    }
    assertThat(lasting(body + "return torch.sum(y)")).isEmpty();
  }
}
