// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import org.junit.jupiter.api.Test;

class ModelTreeTest {
  private static SequentialBlock net() {
    return new SequentialBlock()
        .add(Linear.builder().setUnits(3).build())
        .add(new SequentialBlock().add(BatchNorm.builder().build()).add(Activation.reluBlock()));
  }

  @Test
  void aModelThatIsNotInitialisedPrintsItsPaths() {
    assertThat(Layertap.tree(net()))
        .hasToString(
            """
            SequentialBlock(  # not initialised
              (0): Linear()  # 0, not initialised
              (1): SequentialBlock(  # 1, not initialised
                (0): BatchNorm()  # 1.0, not initialised
                (1): ReLU()  # 1.1, 0 parameters
              )
            )
            """);
  }

  @Test
  void aModelThatIsInitialisedPrintsParametersAndShapesToo() {
    try (NDManager manager = NDManager.newBaseManager()) {
      SequentialBlock net = net();
      net.initialize(manager, DataType.FLOAT32, new Shape(2, 400));
      assertThat(Layertap.tree(net))
          .hasToString(
              """
              SequentialBlock(  # 1,209 parameters, (2, 400) -> (2, 3)
                (0): Linear()  # 0, 1,203 parameters, (2, 400) -> (2, 3)
                (1): SequentialBlock(  # 1, 6 parameters, (2, 3) -> (2, 3)
                  (0): BatchNorm()  # 1.0, 6 parameters, (2, 3) -> (2, 3)
                  (1): ReLU()  # 1.1, 0 parameters, (2, 3) -> (2, 3)
                )
              )
              """);
    }
  }

  @Test
  void aParameterThatIsSharedCountsOnce() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Linear shared = Linear.builder().setUnits(4).build();
      SequentialBlock net = new SequentialBlock().add(shared).add(shared);
      net.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
      ModelTree tree = Layertap.tree(net);
      assertThat(tree.root().parameterCount()).contains(20L);
      assertThat(tree.nodes())
          .extracting(node -> node.path().toString())
          .containsExactly("", "0", "1");
    }
  }
}
