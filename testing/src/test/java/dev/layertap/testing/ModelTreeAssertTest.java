// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.LayertapAssertions.MODEL_NODE;
import static dev.layertap.testing.LayertapAssertions.MODEL_TREE;
import static dev.layertap.testing.LayertapAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.layertap.Layertap;
import dev.layertap.ModelTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelTreeAssertTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final SmallNet net = SmallNet.initialised(manager);

  @AfterEach
  void close() {
    manager.close();
  }

  private ModelTree tree() {
    return Layertap.tree(net);
  }

  @Test
  void pathsAreVerified() {
    assertThat(tree())
        .hasPaths("first", "relu")
        .hasExactlyPaths("idle", "first", "relu", "second")
        .hasTypeCount("Linear", 3);
    assertThat(Failures.of(() -> assertThat(tree()).hasPaths("frist")))
        .isEqualTo(
            """
            Expecting the paths of SmallNet, but
              there is no "frist". Did you mean "first"?
            Layertap.tree(model) prints all paths.""");
    assertThat(Failures.of(() -> assertThat(tree()).hasExactlyPaths("first", "relu", "fc")))
        .isEqualTo(
            """
            Expecting the paths of SmallNet, but
              there is no "fc".
              there is "second", which was not expected.
              there is "idle", which was not expected.
            Layertap.tree(model) prints all paths.""");
    assertThat(Failures.of(() -> assertThat(tree()).hasTypeCount("Linear", 2)))
        .isEqualTo(
            """
            Expecting
              SmallNet
            to have the number of blocks or modules of type Linear
              2
            but it was
              3""");
  }

  @Test
  void aBlockIsVerified() {
    assertThat(tree()).root().hasChildren("first", "relu", "second", "idle").hasType("SmallNet");
    assertThat(tree())
        .node("first")
        .hasType("Linear")
        .hasParameterCount(20)
        .hasOutputShapes(new Shape(1, 4));
    assertThat(Failures.of(() -> assertThat(tree()).node("first").hasParameterCount(16)))
        .isEqualTo(
            """
            Expecting
              first (Linear)
            to have the number of parameters
              16
            but it was
              20""");
    assertThat(Failures.of(() -> assertThat(tree()).node("first").hasType("Conv2d")))
        .contains("to have the type\n  Conv2d\nbut it was\n  Linear");
    assertThat(Failures.of(() -> assertThat(tree()).node("third")))
        .contains("there is no \"third\".");
    assertThat(
            Failures.of(
                () -> assertThat(Layertap.tree(SmallNet.linear())).root().hasParameterCount(20)))
        .endsWith("unknown: it is not initialised");
  }

  @Test
  void aNodeCanBeAssertedOnItsOwn() {
    assertThat(tree().nodes().get(1)).hasType("Linear");
    assertThat((Object) tree().nodes().get(1)).asInstanceOf(MODEL_NODE).hasParameterCount(20);
    assertThat((Object) tree()).asInstanceOf(MODEL_TREE).hasPaths("first");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(tree()).hasPaths())
        .withMessage("hasPaths() without a name verifies nothing: name what it is about.");
  }

  @Test
  void parametersAreFrozenOrTrained() {
    assertThat(tree()).root().isTrainable();
    net.getChildren().get("01first").freezeParameters(true);
    assertThat(tree()).node("first").isFrozen();
    assertThat(tree()).node("second").isTrainable();
    assertThat(Failures.of(() -> assertThat(tree()).root().isTrainable()))
        .isEqualTo(
            """
            Expecting
              the root (SmallNet)
            to be trainable, but 2 of its 6 parameters are not: 01first_weight, 01first_bias""");
    assertThat(Failures.of(() -> assertThat(tree()).node("second").isFrozen()))
        .contains("to be frozen, but 2 of its 2 parameters are not: weight, bias");
    assertThat(Failures.of(() -> assertThat(tree()).node("relu").isFrozen()))
        .endsWith("to be frozen, but it has no parameters");
  }
}
