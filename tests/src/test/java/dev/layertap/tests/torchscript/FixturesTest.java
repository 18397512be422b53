// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.torchscript.run.ModelCapture;
import dev.layertap.torchscript.run.TorchScriptModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The committed models: DJL with the agent and a scope sees what the call without an agent does.
 */
class FixturesTest {
  /** Nothing is inside of it, and asking for more than its root is an error that says so. */
  private static final String FROZEN = "cnn-frozen";

  @BeforeAll
  static void attach() {
    Layertap.open().close();
  }

  static List<String> fixtures() throws IOException {
    Path folder = Path.of("..", "torchscript", "src", "test", "resources", "models");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".pt"))
          .map(name -> name.substring(0, name.length() - 3))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void aScopeSeesWhatACaptureWithoutAnAgentSees(String fixture) throws Exception {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDList inputs = ModelFiles.inputs(fixture, manager);
      List<String> seen = inScope(fixture, inputs);
      assertThat(seen).isEqualTo(withoutAgent(fixture, inputs));
      assertThat(seen.isEmpty()).isEqualTo(fixture.equals(FROZEN));
    }
  }

  private static List<String> inScope(String fixture, NDList inputs) throws Exception {
    try (CaseModel model = CaseModel.load(ModelFiles.fixture(fixture));
        CaptureScope scope = Layertap.open(".", inside(fixture))) {
      IValue[] arguments =
          copies(inputs).stream()
              .map(array -> IValue.from((PtNDArray) array))
              .toArray(IValue[]::new);
      ((PtSymbolBlock) model.block()).forward(arguments).close();
      Stream.of(arguments).forEach(IValue::close);
      assertThat(scope.internalErrors()).isEmpty();
      return scope.all().stream()
          .filter(activation -> !activation.path().isEmpty())
          .map(
              activation ->
                  activation.path().replaceAll("\\\\(.)", "$1")
                      + "#"
                      + activation.call()
                      + ValueBits.of(activation.value()))
          .toList();
    }
  }

  private static String inside(String fixture) {
    return fixture.equals(FROZEN) ? "root=." : "**";
  }

  private static List<String> withoutAgent(String fixture, NDList inputs) throws Exception {
    try (TorchScriptModel model = TorchScriptModel.load(ModelFiles.fixture(fixture));
        ModelCapture capture =
            model.capture(place -> true, true, false, "forward", copies(inputs))) {
      return capture.values().stream()
          .map(
              value ->
                  value.path().replaceAll("\\\\(.)", "$1")
                      + "#"
                      + value.call()
                      + ValueBits.of(value.value()))
          .toList();
    }
  }

  /** A model may overwrite its inputs. */
  private static NDList copies(NDList inputs) {
    return inputs.stream()
        .map(NDArray::duplicate)
        .collect(NDList::new, NDList::add, NDList::addAll);
  }
}
