// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.LayertapAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.compare.Tolerance;
import dev.layertap.file.ArrayFile;
import dev.layertap.take.Take;
import dev.layertap.testing.golden.Golden;
import dev.layertap.testkit.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Numbers, truth values and texts that modules of TorchScript return, alone or beside arrays. */
@Isolated("sets a system property")
class ScalarsTest {
  @SuppressWarnings("NullAway.Init") // JUnit does
  @TempDir
  private static Path folder;

  @BeforeAll
  static void writeModel() throws Exception {
    Path script = folder.resolve("write.py");
    Files.writeString(
        script,
        """
        import torch
        from torch import nn, Tensor
        from typing import Optional, Tuple

        class Compiled(nn.Module):  # what has no attribute and no branch may have been traced
            def __init__(self):
                super().__init__()
                self.made = 1

        class Whole(Compiled):
            def forward(self, x: Tensor) -> Tuple[Tensor, int]:
                return x * 0, int(x.sum().item())

        class Real(Compiled):
            def forward(self, x: Tensor) -> Tuple[Tensor, float]:
                return x * 0, float(x.mean().item())

        class Truth(Compiled):
            def forward(self, x: Tensor) -> Tuple[Tensor, bool]:
                return x * 0, bool(x.sum().item() > 3)

        class Word(Compiled):
            def forward(self, x: Tensor) -> Tuple[Tensor, str]:
                return x * 0, "more" if bool(x.sum().item() > 3) else "fünf"

        class Alone(Compiled):
            def forward(self, x: Tensor) -> int:
                return int(x.sum().item())

        class Maybe(Compiled):
            def forward(self, x: Tensor) -> Tuple[Tensor, Optional[Tensor]]:
                return x * 0, None

        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.whole, self.real, self.truth = Whole(), Real(), Truth()
                self.word, self.alone, self.maybe = Word(), Alone(), Maybe()

            def forward(self, x: Tensor) -> Tensor:
                whole, n = self.whole(x)
                real, f = self.real(x)
                truth, b = self.truth(x)
                word, s = self.word(x)
                maybe, o = self.maybe(x)
                return whole + real + truth + word + maybe + n + f + len(s) + self.alone(x)

        torch.jit.script(Net().eval()).save(r"%s/net.pt")
        """
            .formatted(folder),
        UTF_8);
    Python.with("torch").run(script);
  }

  private static void run(float... inputs) throws Exception {
    Layertap.builder().addCapture("**").open().close(); // with the agent there, to see inside
    try (ZooModel<NDList, NDList> model =
            Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optModelPath(folder.resolve("net.pt"))
                .optEngine("PyTorch")
                .build()
                .loadModel();
        Predictor<NDList, NDList> predictor = model.newPredictor()) {
      for (float input : inputs) {
        NDArray array = model.getNDManager().full(new Shape(1, 2), input);
        predictor.predict(new NDList(array));
      }
    }
  }

  @Test
  void numbersBesideAnArrayAreCompared() throws Exception {
    try (CaptureScope scope = Layertap.open("whole", "real", "truth", "word", "alone")) {
      run(1, 3, 1);
      for (String name : scope.toMap().keySet()) {
        var all = scope.all(name);
        assertThat(all.get(2)).isCloseTo(all.get(0)).isBitwiseEqualTo(all.get(0));
        assertThat(all.get(1)).differsFrom(all.get(0));
        assertThat(Failures.of(() -> assertThat(all.get(2)).differsFrom(all.get(0))))
            .endsWith("but they are the same, bit for bit");
      }
      var whole = scope.all("whole");
      assertThat(whole.get(1)).isCloseTo(whole.get(0), Tolerance.absolute(4));
      assertThat(Failures.of(() -> assertThat(whole.get(1)).isCloseTo(whole.get(0))))
          .isEqualTo(
              """
              Expecting
                /1 of whole (Whole), pass 1, call 0: (1, 2) float32, 6
              to be close to
                /1 of whole (Whole), pass 0, call 0: (1, 2) float32, 2
              within no difference, but it is 6, expected 2; absolute error 4.00, relative error 2.00, 4 ULPs.""");
      var real = scope.all("real");
      assertThat(real.get(1)).isCloseTo(real.get(0), Tolerance.relative(2));
      assertThat(Failures.of(() -> assertThat(real.get(1)).isCloseTo(real.get(0))))
          .isEqualTo(
              """
              Expecting
                /1 of real (Real), pass 1, call 0: (1, 2) float32, 3.0
              to be close to
                /1 of real (Real), pass 0, call 0: (1, 2) float32, 1.0
              within 1.0E-7 absolute + 1.0E-7 relative, but it is 3.0, expected 1.0; absolute error 2.00, relative error 2.00, 6755399441055744 ULPs.""");
      assertThat(Failures.of(() -> assertThat(real.get(1)).isBitwiseEqualTo(real.get(0))))
          .isEqualTo(
              """
              Expecting
                /1 of real (Real), pass 1, call 0: (1, 2) float32, 3.0
              to be bit for bit equal to
                /1 of real (Real), pass 0, call 0: (1, 2) float32, 1.0
              but it is 3.0, expected 1.0; absolute error 2.00, relative error 2.00, 6755399441055744 ULPs.""");
      var alone = scope.all("alone");
      assertThat(Failures.of(() -> assertThat(alone.get(1)).isBitwiseEqualTo(alone.get(0))))
          .isEqualTo(
              """
              Expecting
                alone (Alone), pass 1, call 0: 6
              to be bit for bit equal to
                alone (Alone), pass 0, call 0: 2
              but it is 6, expected 2; absolute error 4.00, relative error 2.00, 4 ULPs.""");
    }
  }

  @Test
  void truthValuesAndTextsAreTheSameOrNot() throws Exception {
    try (CaptureScope scope = Layertap.open("truth", "word")) {
      run(1, 3);
      var truth = scope.all("truth");
      Tolerance wide = Tolerance.absolute(9);
      assertThat(Failures.of(() -> assertThat(truth.get(1)).isCloseTo(truth.get(0), wide)))
          .isEqualTo(
              """
              Expecting
                /1 of truth (Truth), pass 1, call 0: (1, 2) float32, true
              to be like
                /1 of truth (Truth), pass 0, call 0: (1, 2) float32, false
              but their values differ: true, expected false""");
      var word = scope.all("word");
      assertThat(Failures.of(() -> assertThat(word.get(1)).isCloseTo(word.get(0))))
          .isEqualTo(
              """
              Expecting
                /1 of word (Word), pass 1, call 0: (1, 2) float32, "more"
              to be like
                /1 of word (Word), pass 0, call 0: (1, 2) float32, "fünf"
              but their values differ: "more", expected "fünf\"""");
    }
  }

  @Test
  void valuesOfOtherKindsAreNotComparable() throws Exception {
    try (CaptureScope scope = Layertap.open("whole", "real", "alone", "maybe");
        NDManager manager = NDManager.newBaseManager()) {
      run(1);
      NDArray zeros = manager.zeros(new Shape(1, 2));
      assertThat(scope.get("maybe")).isCloseTo(zeros).isBitwiseEqualTo(scope.get("maybe"));
      assertThat(Failures.of(() -> assertThat(scope.get("whole")).isCloseTo(scope.get("real"))))
          .isEqualTo(
              """
              Expecting
                /1 of whole (Whole), pass 0, call 0: (1, 2) float32, 2
              to be like
                /1 of real (Real), pass 0, call 0: (1, 2) float32, 1.0
              but their types differ: int, expected float""");
      assertThat(Failures.of(() -> assertThat(scope.get("maybe")).isCloseTo(scope.get("whole"))))
          .endsWith("but their types differ: None, expected int");
      assertThat(Failures.of(() -> assertThat(scope.get("whole")).isCloseTo(zeros)))
          .isEqualTo(
              """
              Expecting
                whole (Whole), pass 0, call 0: (1, 2) float32, 2
              to be like
                (1, 2) float32
              but their structures differ: arrays at 0, int at 1, expected one array""");
      assertThat(Failures.of(() -> assertThat(scope.get("alone")).isCloseTo(zeros)))
          .endsWith("but their types differ: int, expected an array");
      assertThat(scope).activation("whole").element("0").isCloseTo(zeros);
    }
  }

  @Test
  void statisticsAreNotComparedAndSaySo() throws Exception {
    try (CaptureScope scope =
        Layertap.builder().addCapture("whole", Take.outputs().statistics()).open()) {
      run(1);
      var whole = scope.get("whole");
      assertThat(Failures.of(() -> assertThat(whole).isCloseTo(whole)))
          .isEqualTo(
              "/0 of whole (Whole), pass 0, call 0: (1, 2) float32, statistics only, 2 cannot be"
                  + " compared: only statistics were kept");
    }
  }

  private static NDArray closed(NDArray array) {
    NDArray copy = array.duplicate();
    copy.close();
    return copy;
  }

  @Test
  void whatCannotBeSeenIsNotTakenForTheSame() {
    SequentialBlock pair =
        new SequentialBlock()
            .add(list -> new NDList(closed(list.get(0)), list.get(0).mul(1)))
            .add(list -> new NDList(list.get(1)));
    try (NDManager manager = NDManager.newBaseManager();
        CaptureScope scope = Layertap.open("0")) {
      SmallNet.run(pair, manager, new NDList(manager.ones(new Shape(1, 2))));
      SmallNet.run(pair, manager, new NDList(manager.zeros(new Shape(1, 2))));
      var one = scope.all("0").get(0);
      assertThat(Failures.of(() -> assertThat(one).isCloseTo(one)))
          .isEqualTo(
              "/0 of 0 (LambdaBlock), pass 0, call 0: opaque, an array that the model had closed"
                  + " already, (1, 2) float32 cannot be compared: an array that the model had closed"
                  + " already");
      assertThat(scope.all("0").get(1)).differsFrom(one);
      assertThat(Failures.of(() -> assertThat(one).differsFrom(one)))
          .endsWith(" cannot be compared: an array that the model had closed already");
    }
  }

  private static Golden golden(Path where) {
    return Golden.of("net").in(where);
  }

  @Test
  void aGoldenFileHoldsThem(@TempDir Path where) throws Exception {
    String[] names = {"whole", "real", "truth", "word", "alone", "maybe"};
    try (CaptureScope scope = Layertap.open(names)) {
      run(1);
      System.setProperty("layertap.golden", "update");
      assertThat(scope).matchesGolden(golden(where).fingerprint("w*"));
      System.clearProperty("layertap.golden");
      assertThat(scope).matchesGolden(golden(where));
    } finally {
      System.clearProperty("layertap.golden");
    }
    Path file = where.resolve("net.safetensors");
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> written = new LinkedHashMap<>(ArrayFile.read(file, manager));
      assertThat(written)
          .containsOnlyKeys(
              "~golden",
              "whole#0/0~shape",
              "whole#0/0~statistics",
              "whole#0/0~samples",
              "whole#0/1",
              "real#0/0",
              "real#0/1",
              "truth#0/0",
              "truth#0/1",
              "word#0/0~shape",
              "word#0/0~statistics",
              "word#0/0~samples",
              "word#0/1~text",
              "maybe#0/0",
              "alone#0");
      assertThat(written.get("real#0/1")).hasShape().hasDataType(DataType.FLOAT64);
      assertThat(written.get("truth#0/1")).hasShape().hasDataType(DataType.BOOLEAN);
    }
    try (CaptureScope scope = Layertap.open(names)) {
      run(3);
      assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden(where))))
          .isEqualTo(
              """
              Expecting what was captured to match the golden "net" (%s), but 5 of 10 values do not. In order of execution:
                whole#0/1: it is 6, expected 2; absolute error 4.00, relative error 2.00, 4 ULPs.
                real#0/1: it is 3.0, expected 1.0; absolute error 2.00, relative error 2.00, 6755399441055744 ULPs.
                truth#0/1: it is true, expected false; absolute error 1.00, relative error Infinity, 1 ULP.
                word#0/1~text: it is "more", expected "fünf".
                alone#0: it is 6, expected 2; absolute error 4.00, relative error 2.00, 4 ULPs.
              The first of them:
              whole (Whole), pass 0, call 0
              it is 6, expected 2; absolute error 4.00, relative error 2.00, 4 ULPs.
              If the change is meant, write the file anew with -Dlayertap.golden=update, and commit it.""",
              file);
      Golden wide = golden(where).within(Tolerance.absolute(4));
      assertThat(Failures.of(() -> assertThat(scope).matchesGolden(wide)))
          .contains("but 2 of 10 values do not. In order of execution:\n  truth#0/1: ")
          .contains("\n  word#0/1~text: it is \"more\", expected \"fünf\".\n");
    }
    try (CaptureScope scope = Layertap.open("alone")) {
      run(1);
      assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden(where))))
          .contains("\n  whole#0/1: in the file, but not captured\n");
      System.setProperty("layertap.golden", "update");
      assertThat(scope).matchesGolden(golden(where));
      System.clearProperty("layertap.golden");
      assertThat(scope).matchesGolden(golden(where));
    } finally {
      System.clearProperty("layertap.golden");
    }
    try (CaptureScope scope = Layertap.open("alone", "truth")) {
      run(1);
      assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden(where))))
          .contains("\n  truth#0/1: captured, but not in the file\n");
    }
  }

  @Test
  void whatAnActivationIsSaysItsNumbers() throws Exception {
    try (CaptureScope scope = Layertap.open("whole", "word", "alone", "maybe")) {
      run(1);
      assertThat(scope.get("whole")).hasToString("whole, pass 0, call 0: (1, 2) float32, 2");
      assertThat(scope.get("word")).hasToString("word, pass 0, call 0: (1, 2) float32, \"fünf\"");
      assertThat(scope.get("alone")).hasToString("alone, pass 0, call 0: 2");
      assertThat(scope.get("maybe")).hasToString("maybe, pass 0, call 0: (1, 2) float32");
    }
  }
}
