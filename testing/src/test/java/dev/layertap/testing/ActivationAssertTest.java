// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.LayertapAssertions.ACTIVATION;
import static dev.layertap.testing.LayertapAssertions.ACTIVATIONS;
import static dev.layertap.testing.LayertapAssertions.CAPTURE_SCOPE;
import static dev.layertap.testing.LayertapAssertions.ND_ARRAY;
import static dev.layertap.testing.LayertapAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActivationAssertTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final SmallNet net = SmallNet.initialised(manager);
  private final SequentialBlock pairs =
      new SequentialBlock()
          .add(list -> new NDList(list.get(0), list.get(0).mul(2)))
          .add(list -> new NDList(list.get(0)));

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray input() {
    return manager.create(new float[] {1, -2, 3, -4}, new Shape(1, 4));
  }

  @Test
  void anActivationIsNamedByNamePathTypePassAndCall() {
    try (CaptureScope scope = Layertap.open("two=second")) {
      SmallNet.run(net, manager, new NDList(input()));
      assertThat(scope)
          .activation("two")
          .hasPath("second")
          .hasBlockType("Linear")
          .hasShape(1, 4)
          .hasDataType(DataType.FLOAT32)
          .isOnDevice(Device.cpu())
          .isFinite();
      assertThat(Failures.of(() -> assertThat(scope).activation("two").hasShape(4)))
          .isEqualTo(
              """
              Expecting
                two = second (Linear), pass 0, call 0: (1, 4) float32
              to have the shape
                (4)
              but it was
                (1, 4)""");
      assertThat(Failures.of(() -> assertThat(scope.get("two")).hasPath("two")))
          .isEqualTo(
              """
              Expecting
                two = second (Linear), pass 0, call 0: (1, 4) float32
              to have the path
                "two"
              but it was
                "second\"""");
      assertThat(Failures.of(() -> assertThat(scope.get("two")).hasBlockType("Conv2d")))
          .contains("to have the type\n  \"Conv2d\"\nbut it was\n  \"Linear\"");
    }
  }

  @Test
  void whatIsNotThereFailsWithLayertapsOwnWords() {
    try (CaptureScope scope = Layertap.open("relu")) {
      SmallNet.run(net, manager, new NDList(input()));
      assertThat(Failures.of(() -> assertThat(scope).as("the net").activation("relu")))
          .startsWith("[the net] \n\"relu\" has 2 activations, not one;");
      assertThat(Failures.of(() -> assertThat(scope).activations("rleu")))
          .isEqualTo("Nothing was captured as \"rleu\". Did you mean \"relu\"? Captured: relu.");
    }
  }

  @Test
  void theDescriptionGoesAlong() {
    try (CaptureScope scope = Layertap.open("first")) {
      SmallNet.run(net, manager, new NDList(input()));
      assertThat(Failures.of(() -> assertThat(scope).as("a net").activation("first").hasShape(9)))
          .startsWith("[a net] \nExpecting\n  first (Linear)");
      Object value = scope.get("first");
      assertThat(value).asInstanceOf(ACTIVATION).hasShape(1, 4);
      assertThat((Object) scope).asInstanceOf(CAPTURE_SCOPE).hasCaptured("first");
      assertThat((Object) scope.all("first")).asInstanceOf(ACTIVATIONS).wasCalled(1);
      assertThat((Object) scope.get("first").array()).asInstanceOf(ND_ARRAY).hasShape(1, 4);
    }
  }

  @Test
  void twoActivationsAreCompared() {
    try (CaptureScope scope = Layertap.builder().addCapture("second", Take.both()).open()) {
      SmallNet.run(net, manager, new NDList(input()));
      var given = scope.get("second", Side.INPUT);
      var returned = scope.get("second", Side.OUTPUT);
      assertThat(given).isBitwiseEqualTo(given).isCloseTo(given.array()).differsFrom(returned);
      assertThat(given).hasCosineSimilarityTo(given, 0.9999);
      assertThat(Failures.of(() -> assertThat(given).differsFrom(given)))
          .isEqualTo(
              """
              Expecting
                second (Linear), pass 0, call 0, input: (1, 4) float32
              to differ from
                second (Linear), pass 0, call 0, input: (1, 4) float32
              but they are the same, bit for bit""");
      assertThat(Failures.of(() -> assertThat(returned).isCloseTo(given)))
          .startsWith(
              """
              Expecting
                second (Linear), pass 0, call 0: (1, 4) float32
              to be close to
                second (Linear), pass 0, call 0, input: (1, 4) float32
              within 1.0E-5 absolute + 1.3E-6 relative, but they differ in""");
    }
  }

  @Test
  void ofSeveralArraysEachIsComparedAndOneIsReached() {
    try (CaptureScope scope = Layertap.open("0")) {
      SmallNet.run(pairs, manager, new NDList(input()));
      SmallNet.run(pairs, manager, new NDList(input().mul(2)));
      var first = scope.all("0").get(0);
      var second = scope.all("0").get(1);
      assertThat(first).isBitwiseEqualTo(first).element("1").isBetween(-8, 6);
      assertThat(second).element("0").isBitwiseEqualTo(first.arrays().get(1));
      assertThat(Failures.of(() -> assertThat(first).element("1").hasShape(4)))
          .startsWith("Expecting\n  /1 of 0 (LambdaBlock), pass 0, call 0: (1, 4) float32\n");
      assertThat(Failures.of(() -> assertThat(first).element("2")))
          .isEqualTo(
              "0 (LambdaBlock), pass 0, call 0: (1, 4) float32, (1, 4) float32 has no array at"
                  + " \"2\"; there is: 0, 1");
      assertThat(Failures.of(() -> assertThat(second).isCloseTo(first)))
          .startsWith("Expecting\n  /0 of 0 (LambdaBlock), pass 1, call 0:");
      assertThat(Failures.of(() -> assertThat(first).hasShape(1, 4)))
          .endsWith("holds 2 arrays, not one; read them with arrays()");
      assertThat(Failures.of(() -> assertThat(first).isCloseTo(input())))
          .endsWith("but their structures differ: arrays at 0, 1, expected one array");
    }
  }

  @Test
  void ofStatisticsOnlyNumbersAreVerified() {
    try (CaptureScope scope =
        Layertap.builder().addCapture("0", Take.outputs().statistics()).open()) {
      SequentialBlock model =
          new SequentialBlock().add(LambdaBlock.singleton(array -> array.mul(1), "Same"));
      SmallNet.run(model, manager, new NDList(input()));
      assertThat(scope)
          .activation("0")
          .hasShape(1, 4)
          .hasDataType(DataType.FLOAT32)
          .isFinite()
          .isBetween(-4, 3)
          .hasMeanBetween(-0.5, -0.5)
          .hasZeroShareBetween(0, 0);
      assertThat(Failures.of(() -> assertThat(scope).activation("0").isBetween(0, 1)))
          .isEqualTo(
              """
              Expecting all elements of
                0 (LambdaBlock), pass 0, call 0: (1, 4) float32, statistics only
              to be in the range
                [0.0, 1.0]
              but they were in
                [-4.0, 3.0], 0 NaN, 0 infinite""");
      assertThat(Failures.of(() -> assertThat(scope).activation("0").isCloseTo(input())))
          .endsWith("holds statistics only, as was asked for; read them with statistics()");
    }
  }
}
