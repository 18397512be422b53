// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TreePrintTest {
  private static final Pattern COMMENT = Pattern.compile("  #.*");

  static List<Fixture> fixtures() {
    return Fixture.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void without_comments_it_prints_what_python_prints(Fixture fixture) throws IOException {
    String printed = TorchScriptArchive.open(fixture.model()).print();
    assertThat(COMMENT.matcher(printed).replaceAll("")).isEqualTo(fixture.printed());
  }

  @Test
  void paths_and_counts_stand_behind_each_line() throws IOException {
    assertThat(TorchScriptArchive.open(new Fixture("shared-scripted").model()).print())
        .isEqualTo(
            """
            RecursiveScriptModule(  # 40 parameters
              original_name=Shared
              (first): RecursiveScriptModule(  # first, 20 parameters
                original_name=Sequential
                (0): RecursiveScriptModule(original_name=Linear)  # first.0, 20 parameters
                (1): RecursiveScriptModule(original_name=ReLU)  # first.1
              )
              (second): RecursiveScriptModule(  # second, 20 parameters
                original_name=Sequential
                (0): RecursiveScriptModule(original_name=Linear)  # second.0, 20 parameters
                (1): RecursiveScriptModule(original_name=ReLU)  # second.1
              )
              (again): RecursiveScriptModule(original_name=Linear)  # again, 20 parameters
            )
            """);
  }

  @Test
  void parameters_and_buffers_are_known_with_shapes_and_types() throws IOException {
    ModuleInfo norm =
        TorchScriptArchive.open(new Fixture("cnn-scripted").model()).root().all().stream()
            .filter(module -> module.path().equals("layer1.0.bn1"))
            .findFirst()
            .orElseThrow();
    assertThat(norm.parameters())
        .map(TensorInfo::toString)
        .containsExactly("weight: float32(4)", "bias: float32(4)");
    assertThat(norm.buffers())
        .map(TensorInfo::toString)
        .containsExactly(
            "running_mean: float32(4)", "running_var: float32(4)", "num_batches_tracked: int64()");
    assertThat(norm.constants()).containsEntry("eps", "1.0000000000000001e-05");
  }
}
