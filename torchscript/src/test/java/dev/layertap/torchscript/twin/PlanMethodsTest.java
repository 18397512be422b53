// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.hostile.HostileModel;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The methods that make a twin ready, where a model has methods of their names. */
class PlanMethodsTest {
  private static final String MODEL =
      """
      class M(Module):
        training : bool
        def forward(self: __torch__.m.M,
            x: Tensor) -> Tensor:
          return torch.mul(x, 2)
        def inline_forward(self: __torch__.m.M,
            x: Tensor) -> Tensor:
          y = (self).forward(x, )
          return torch.add(y, 1)
        def plan_forward(self: __torch__.m.M,
            x: Tensor) -> Tensor:
          y = (self).forward(x, )
          return torch.add(y, 2)
      """;

  @Test
  void methodsOfAModelMayHaveTheirNames(@TempDir Path folder) throws Exception {
    TwinWriter writer =
        TwinWriter.of(TorchScriptArchive.open(HostileModel.withCode(MODEL).writeWhole(folder)));
    Path copy = folder.resolve("copy.pt");
    writer.write(copy);
    assertThat(writer.twins().entries())
        .containsOnlyKeys("forward", "inline_forward", "plan_forward");
    try (TwinModel model = new TwinModel(copy)) {
      model.plan(writer.twins());
      NDList three = new NDList(model.manager().create(3f));
      assertThat(result(model, writer.twins(), "forward", three)).isEqualTo(6);
      assertThat(result(model, writer.twins(), "inline_forward", three)).isEqualTo(7);
      assertThat(result(model, writer.twins(), "plan_forward", three)).isEqualTo(8);
    }
  }

  private static float result(TwinModel model, Twins twins, String method, NDList inputs) {
    NDArray result =
        Objects.requireNonNull(
            model.capture(twins, method, inputs, TwinModel.everything(twins)).result().get(""));
    return result.getFloat();
  }
}
