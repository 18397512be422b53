// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.hostile;

import static dev.layertap.torchscript.hostile.HostileModel.assertRefused;
import static dev.layertap.torchscript.hostile.HostileModel.readAndRewrite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.twin.TwinWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code that can be read, and whose twins would be endless. */
class HostileTwinsTest {
  private final Path folder;

  HostileTwinsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void assertRewritten(HostileModel model) throws IOException {
    readAndRewrite(model.write(folder));
  }

  private static String each(int count, String line) {
    return IntStream.range(0, count)
        .mapToObj(i -> line.formatted(i, i + 1))
        .collect(Collectors.joining());
  }

  @Test
  void aTupleOfItselfTwiceIsNeverWrittenOut() throws IOException {
    // The type of x40 has as many names as would fill a disk.
    assertRewritten(
        HostileModel.withBody(
            "def work():\n  x0 = x\n"
                + each(40, "  x%2$d = (x%1$d, x%1$d)\n")
                + "  return x40\nf = fork(work)\nreturn x"));
  }

  @Test
  void namedTuplesThatHoldEachOtherAreNotFollowedForever() throws IOException {
    assertRewritten(
        HostileModel.withCode(
            """
            class A(NamedTuple):
              a : __torch__.m.B
            class B(NamedTuple):
              b : __torch__.m.A
              c : Optional[__torch__.m.B]
            class M(Module):
              training : bool
              def forward(self: __torch__.m.M,
                  x: __torch__.m.A) -> __torch__.m.A:
                return x
            """));
  }

  @Test
  void namedTuplesThatHoldTheNextTwiceAreNeverWrittenOut() throws IOException {
    assertRewritten(
        HostileModel.withCode(
            each(60, "class T%1$d(NamedTuple):\n  a : __torch__.m.T%2$d\n  b : __torch__.m.T%2$d\n")
                + """
                class T60(NamedTuple):
                  a : Tensor
                class M(Module):
                  training : bool
                  def forward(self: __torch__.m.M,
                      x: __torch__.m.T0) -> __torch__.m.T0:
                    return x
                """));
  }

  @Test
  void functionsThatCallEachOtherAreFollowedOnce() throws IOException {
    assertRewritten(
        HostileModel.withCode(
            """
            class M(Module):
              training : bool
              def forward(self: __torch__.m.M,
                  x: Tensor) -> Tensor:
                return __torch__.m.f(self, (self).forward(x, ), )
            def f(m: __torch__.m.M,
                x: Tensor) -> Tensor:
              return __torch__.m.g(m, (m).forward(x, ), )
            def g(m: __torch__.m.M,
                x: Tensor) -> Tensor:
              return __torch__.m.f(m, __torch__.m.g(m, x, ), )
            """));
  }

  /** Its body stands in the twin of forward, where each return gives a name to something. */
  @Test
  void aFunctionThatReturnsNothingAndSaysOtherwiseIsMoved() throws IOException {
    assertRewritten(
        HostileModel.withCode(
            """
            class M(Module):
              training : bool
              def forward(self: __torch__.m.M,
                  x: Tensor) -> Tensor:
                return __torch__.m.f(self, x, )
              def forward1(self: __torch__.m.M,
                  x: Tensor) -> Tensor:
                return torch.relu(x)
            def f(m: __torch__.m.M,
                x: Tensor) -> Tensor:
              y = (m).forward1(x, )
              return
            """));
  }

  @Test
  void ofTwoClassesWithOneNameOneMayHaveNoMethods() throws IOException {
    String empty = "class M(Module):\n  training : bool\n";
    String forward =
        "  def forward(self: __torch__.m.M,\n      x: Tensor) -> Tensor:\n    return torch.relu(x)\n";
    assertRewritten(HostileModel.withCode(empty + empty + forward));
    assertRewritten(HostileModel.withCode(empty + forward + empty));
  }

  @Test
  void classesThatHoldEachOtherAreRefused() throws IOException {
    assertRefused(
        HostileModel.withCode(
                """
                class M(Module):
                  n : __torch__.m.N
                class N(Module):
                  m : __torch__.m.M
                """)
            .write(folder),
        ": at '"
            + "n.m.".repeat(20)
            + "... (601 characters)' there are more than 200,000 modules or 300 levels; does a"
            + " module contain itself? If PyTorch loads the file, please report this.");
  }

  @Test
  void theEnginesOwnNamesAreNoFunctions() throws IOException {
    assertRewritten(HostileModel.withBody("f = torch\ng = f(x)\nh = ops\nreturn h()"));
  }

  @Test
  void aHookThatIsCalledWithoutItsModuleChangesNothing() throws IOException {
    assertRewritten(HostileModel.withBody("return __torch__.m.M.forward()"));
  }

  @Test
  void callsOfWhateverHasAMethodAreCounted() throws IOException {
    String methods =
        each(
            1500,
            "class C%1$d(Module):\n  def forward(self: __torch__.m.C%1$d, x: Tensor) -> Tensor:\n    return x\n");
    HostileModel model =
        HostileModel.withBody("y = torch.mystery(x)\n" + each(1500, "x%1$d = (y).forward(x, )\n"));
    assertRefused(
        new HostileModel(model.code() + methods, model.pickle()).write(folder),
        ": its calls have more than 2,000,000 possible targets. If it is a sound model, please"
            + " report this.");
  }

  @Test
  void interfacesThatEverythingHasAreCounted() throws IOException {
    String interfaces =
        each(
            20_000,
            "class I%1$d(ModuleInterface):\n  def m%1$d(self, x: Tensor) -> Tensor:\n    pass\n");
    String modules = each(20_000, "class C%1$d(Module):\n  training : bool\n");
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      body.append("i%1$d = annotate(__torch__.m.I%1$d, x)\nz = (i%1$d).m%1$d(x, )\n".formatted(i));
    }
    HostileModel model = HostileModel.withBody(body.toString());
    assertRefused(
        new HostileModel(model.code() + interfaces + modules, model.pickle()).write(folder),
        ": its calls would take too long to follow. If it is a sound model, please report this.");
  }

  @Test
  void aLongTypeThatIsReturnedOftenIsNotWrittenForEver() throws IOException {
    String type = "Tuple[" + "Tensor, ".repeat(20_000) + "]";
    assertRefused(
        HostileModel.withCode(
                "class M(Module):\n  training : bool\n  def forward(self: __torch__.m.M, x: Tensor) -> "
                    + type
                    + ":\n"
                    + "    return x\n".repeat(2000))
            .write(folder),
        ": the code of its copy would be longer than 134,217,728 characters. If it is a sound"
            + " model, please report this.");
  }

  @Test
  void returnsInOneLongLineAreNotIndentedByIt() throws IOException {
    assertRewritten(HostileModel.withBody("if x: return x" + ";return x".repeat(20_000)));
  }

  @Test
  void namesThatAreTakenAlreadyAreFoundInOneLook() throws IOException {
    HostileModel model = HostileModel.withBody(each(200_000, "layertap%1$d = x\n") + "return x");
    Path file = model.write(folder);
    assertRewritten(model);
    String copies =
        TwinWriter.of(TorchScriptArchive.open(file)).changes().entrySet().stream()
            .filter(change -> change.getKey().contains("_support"))
            .map(change -> change.getKey() + new String(change.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining());
    assertThat(copies).startsWith("m/code/__torch__/layertap200000_support.py");
  }

  @Test
  void manyModulesOfOneLongClassAreEachLookedAtOnce() throws IOException {
    int modules = 30_000;
    StringBuilder code = new StringBuilder("class C(Module):\n  training : bool\n");
    code.append("  def forward(self: __torch__.m.C, x: Tensor) -> Tensor:\n");
    code.append("    y = x\n".repeat(50_000)).append("    return y\n");
    code.append("class M(Module):\n  training : bool\n");
    code.append(each(modules, "  c%1$d : __torch__.m.C\n"));
    code.append("  def forward(self: __torch__.m.M, x: Tensor) -> Tensor:\n");
    code.append("    c = self.c0\n    return (c).forward(x, )\n");
    Instructions pickle = Instructions.object("__torch__.m", "M");
    for (int i = 0; i < modules; i++) {
      pickle.text("c" + i).global("__torch__.m", "C").of(")\u0081}b");
    }
    assertRewritten(HostileModel.withCode(code.toString()).with(pickle.built()));
  }
}
