// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.LayertapBDDAssertions.then;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.take.Take;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What else assertions say when they fail, from the first word to the last. */
class WholeMessagesTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final SmallNet net = SmallNet.initialised(manager);

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray array(float... elements) {
    return manager.create(elements);
  }

  private void run() {
    SmallNet.run(net, manager, new NDList(array(1, -2, 3, -4).reshape(1, 4)));
  }

  private static void fails(ThrowingCallable assertion, String message, Object... arguments) {
    assertThat(Failures.of(assertion)).isEqualTo(message, arguments);
  }

  @Test
  void ofNumbersAboutAnArray() {
    String measure =
        """
        Expecting
          (2) float32
        to have a %s between
          %s and %s
        but it was
          %s""";
    fails(
        () -> then(array(1, 3)).hasStandardDeviationBetween(2, 3),
        measure,
        "standard deviation",
        2.0,
        3.0,
        1.0);
    fails(() -> then(array(3, 4)).hasNormBetween(6, 7), measure, "norm", 6.0, 7.0, 5.0);
    fails(
        () -> then(array(0, 1)).hasZeroShareBetween(0, 0.25),
        measure,
        "share of zeros",
        0.0,
        0.25,
        0.5);
    fails(
        () -> then(array(Float.NaN, Float.NaN)).hasMeanBetween(-1, 1),
        measure,
        "mean",
        -1.0,
        1.0,
        Double.NaN);
    fails(
        () -> then(array(0, 2).reshape(1, 2)).hasNoDeadChannels(),
        """
        Expecting
          (1, 2) float32
        to have less than a share of 1.0 zeros in each channel (axis 1), but 1 of 2 channels have as many:
          0 (100 %%)""");
    fails(
        () -> then(array(0, 2)).hasZeroShareInEachChannelBelow(1, -1),
        "(2) float32 has no axis -1.");
    fails(
        () -> then(array(0, 0)).hasCosineSimilarityTo(array(0, 1), 0.9),
        """
        Expecting
          (2) float32
        to have a cosine similarity to
          (2) float32
        of at least
          0.9
        but it was
          NaN: one of them is all zero, or not finite""");
    fails(
        () -> then(array(2, 0)).hasCosineSimilarityTo(array(1, 1), 0.75),
        """
        Expecting
          (2) float32
        to have a cosine similarity to
          (2) float32
        of at least
          0.75
        but it was
          0.7071067811865475""");
    String unlike =
        """
        Expecting
          (2) float32
        to be like
          %s
        but their %s differ: %s, expected %s""";
    fails(
        () -> then(array(0, 0)).hasCosineSimilarityTo(array(1), 0.9),
        unlike,
        "(1) float32",
        "shapes",
        "(2)",
        "(1)");
    fails(
        () -> then(array(0, 0)).isCloseTo(array(1, 1).toType(DataType.INT32, false)),
        unlike,
        "(2) int32",
        "types",
        "float32",
        "int32");
  }

  @Test
  void ofOrderAndNumberOfCalls() {
    try (CaptureScope scope = Layertap.open("first", "relu", "second")) {
      run();
      String order =
          """
          Expecting
            %s
          to have run before
            %s
          but of the values of all captures, in order of execution, they are the %s and the %s.""";
      String first = "first (Linear), pass 0, call 0";
      String second = "second (Linear), pass 0, call 0";
      String relu = "relu (LambdaBlock), pass 0, call ";
      fails(
          () -> then(scope).activation("first").ranAfter("second"),
          order,
          second,
          first,
          "3rd",
          "1st");
      fails(
          () -> then(scope).activation("second").ranBefore("relu"),
          order,
          second,
          relu + 0,
          "3rd",
          "2nd");
      fails(
          () -> then(scope).activations("relu").ranAfter("second"),
          order,
          second,
          relu + 0,
          "3rd",
          "2nd");
      fails(
          () -> then(scope).activations("relu").filteredOn(one -> false).wasCalled(1),
          """
          Expecting
            the place
          to have been called once, but it was not called.""");
      fails(
          () -> then(scope).hasCapturedExactlyInOrder("first", "relu", "second"),
          """
          Expecting the scope to have captured exactly, in this order,
            first, relu, second
          but it has captured
            first, relu, second, relu
          They differ at index 3: "relu", expected nothing more""");
      fails(
          () -> then(scope).activation("first").hasBlockType("Conv2d"),
          """
          Expecting
            first (Linear), pass 0, call 0: (1, 4) float32
          to have the type
            "Conv2d"
          but it was
            "Linear\"""");
      fails(
          () -> then(scope).activation("relu"),
          """
          "relu" has 2 activations, not one; read them with all("relu"):
            relu, pass 0, call 0: (1, 4) float32
            relu, pass 0, call 1: (1, 4) float32""");
    }
  }

  @Test
  void ofCallsThatWereCapturedTwice() {
    try (CaptureScope scope =
        Layertap.builder().addCapture("relu", Take.both()).open("first", "other=first")) {
      run();
      then(scope).activations("relu").wasCalled(2).first().wasCalled(2);
      then(scope).activation("other").wasCalled(1);
      then(scope).activations("relu").filteredOn(one -> one.call() == 1).wasCalled(1);
    }
    try (CaptureScope scope = Layertap.open("first")) {
      run();
      String first = "first (Linear), pass 0, call 0";
      fails(
          () -> then(scope).activation("first").ranBefore("first"),
          """
          Expecting
            %s
          to have run before
            %s
          but of the values of all captures, in order of execution, they are the 1st and the 1st.""",
          first,
          first);
      fails(
          () -> then(scope).withFailMessage("in other words").activation("first").hasShape(9),
          "in other words");
    }
  }

  @Test
  void ofWhatDiffersByTheLastBitOnly() {
    NDArray one = array(1);
    NDArray next = array(Math.nextUp(1f));
    then(one).isCloseTo(next).differsFrom(next);
    fails(
        () -> then(one).isBitwiseEqualTo(next),
        """
        Expecting
          (1) float32
        to be bit for bit equal to
          (1) float32
        but they differ in 1 of 1 elements (100 %%).
        The first and worst at [0]: 1.0, expected 1.0000001; absolute error 1.19e-07, relative error 1.19e-07, 1 ULP.
        Around it, from [0] to [0]:
          actual    >1.0<
          expected  >1.0000001<""");
  }

  @Test
  void ofTheEleventhToTheThirteenth() {
    try (CaptureScope scope = Layertap.open("first", "relu", "second")) {
      for (int pass = 0; pass < 6; pass++) {
        run();
      }
      assertThat(Failures.of(() -> then(scope).activations("second").element(2).ranBefore("first")))
          .endsWith("they are the 11th and the 9th.");
      assertThat(Failures.of(() -> then(scope).activations("first").element(3).ranAfter("second")))
          .endsWith("they are the 15th and the 13th.");
      assertThat(Failures.of(() -> then(scope).activations("first").element(5).ranAfter("second")))
          .endsWith("they are the 23rd and the 21st.");
    }
  }

  private static final String NOT_KNOWN =
      "It began there as far as was captured: everything before it is finite. What it was given was"
          + " not captured; Take.both() tells whether it came in with that.";

  @Test
  void ofInputsThatAreThoseOfOtherCallsAndPasses() {
    SequentialBlock roots =
        new SequentialBlock()
            .add(LambdaBlock.singleton(one -> one.mul(1), "Same"))
            .add(LambdaBlock.singleton(NDArray::sqrt, "SquareRoot"));
    try (CaptureScope scope =
        Layertap.builder()
            .addCapture("in=1", Take.inputs().everyPass(2))
            .addCapture("out=1", Take.outputs())
            .open()) {
      SmallNet.run(roots, manager, new NDList(array(4)));
      SmallNet.run(roots, manager, new NDList(array(-4)));
      assertThat(Failures.of(() -> then(scope).hasNoNonFinite()))
          .contains("out = 1 (LambdaBlock), pass 1, call 0: ")
          .endsWith(NOT_KNOWN);
    }
    net.afterSecond = list -> list.get(0).muli(Float.NaN);
    try (CaptureScope scope =
        Layertap.builder()
            .addCapture("in=relu", Take.inputs().first())
            .addCapture("out=relu", Take.outputs())
            .open()) {
      run();
      assertThat(Failures.of(() -> then(scope).hasNoNonFinite()))
          .contains("out = relu (LambdaBlock), pass 0, call 1: ")
          .endsWith(NOT_KNOWN);
    }
    try (CaptureScope scope =
        Layertap.builder()
            .addCapture("part=1", Take.outputs().slice(0, 0, 1))
            .addCapture("out=1", Take.outputs())
            .open()) {
      SmallNet.run(roots, manager, new NDList(array(4, -4)));
      assertThat(Failures.of(() -> then(scope).hasNoNonFinite()))
          .contains("out = 1 (LambdaBlock), pass 0, call 0: ")
          .endsWith(NOT_KNOWN);
    }
  }

  @Test
  void ofLists() {
    try (CaptureScope scope = Layertap.open("relu")) {
      run();
      var none = then(scope).activations("relu").filteredOn(one -> false);
      fails(none::first, "Expecting actual not to be empty");
      fails(none::last, "Expecting actual not to be empty");
      String both = "[relu, pass 0, call 0: (1, 4) float32, relu, pass 0, call 1: (1, 4) float32]";
      fails(
          () -> then(scope).activations("relu").singleElement(),
          """
          Expected size: 1 but was: 2 in:
          %s""",
          both);
      fails(
          () -> then(scope).activations("relu").element(2),
          """
          Expecting size of:
            %s
          to be greater than 2 but was 2""",
          both);
    }
  }

  @Test
  void ofInternalErrorsAndWhatIsNotThere() {
    try (CaptureScope scope =
        Layertap.builder().optQuiet().addCapture("first", Take.outputs().mean(7)).open()) {
      run();
      fails(
          () -> then(scope).ranWithoutInternalErrors(),
          """
          Expecting no errors inside of Layertap, but there were 1, so what was captured may not be all:
            %s""",
          scope.internalErrors().get(0));
      fails(
          () -> then(scope).activation("first").isFinite(),
          "first, pass 0, call 0 cannot be seen: it cannot be kept as \"output mean(7)\": mean(7)"
              + " does not fit an array of shape (1, 4), which has 2 axes");
    }
    try (CaptureScope scope =
        Layertap.builder().addCapture("0", Take.outputs().statistics()).open()) {
      SequentialBlock model =
          new SequentialBlock().add(LambdaBlock.singleton(one -> one.mul(1), "Same"));
      SmallNet.run(model, manager, new NDList(array(1)));
      fails(
          () -> then(scope).activation("0").isCloseTo(array(1)),
          "0, pass 0, call 0 holds statistics only, as was asked for; read them with"
              + " statistics()");
      SmallNet.run(model, manager, new NDList(array()));
      then(scope).activations("0").last().isBetween(1, 2).isFinite();
    }
  }

  @Test
  void ofArraysInAStructure() {
    SequentialBlock pairs =
        new SequentialBlock()
            .add(list -> new NDList(list.get(0), list.get(0).mul(2)))
            .add(list -> new NDList(list.get(0)));
    try (CaptureScope scope = Layertap.open("0")) {
      SmallNet.run(pairs, manager, new NDList(array(1)));
      String pair = "0 (LambdaBlock), pass 0, call 0: (1) float32, (1) float32";
      fails(
          () -> then(scope).activation("0").isCloseTo(array(1)),
          """
          Expecting
            %s
          to be like
            (1) float32
          but their structures differ: arrays at 0, 1, expected one array""",
          pair);
      fails(
          () -> then(scope).activation("0").element("1").hasShape(),
          """
          Expecting
            /1 of 0 (LambdaBlock), pass 0, call 0: (1) float32
          to have the shape
            ()
          but it was
            (1)""");
      fails(
          () -> then(scope).activation("0").hasShape(1),
          "0, pass 0, call 0: (1) float32, (1) float32 holds 2 arrays, not one; read them with"
              + " arrays()");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // models put null into lists
  void ofStructuresThatHoldOneArrayEach() {
    SequentialBlock model =
        new SequentialBlock()
            .add(list -> new NDList(list.get(0), null))
            .add(list -> new NDList(list.get(0), null, null))
            .add(list -> new NDList(list.get(0)));
    try (CaptureScope scope = Layertap.open("*")) {
      SmallNet.run(model, manager, new NDList(array(1)));
      then(scope).activation("0").isCloseTo(scope.get("2")).isCloseTo(array(1));
      fails(
          () -> then(scope).activation("0").isCloseTo(scope.get("1")),
          """
          Expecting
            0 (LambdaBlock), pass 0, call 0: (1) float32
          to be like
            1 (LambdaBlock), pass 0, call 0: (1) float32
          but their structures differ: arrays at 0, None at 1, expected arrays at 0, None at 1, None at 2""");
    }
  }

  @Test
  void ofTheModelsTree() {
    var tree = Layertap.tree(net);
    String property =
        """
        Expecting
          %s
        to have the %s
          %s
        but it was
          %s""";
    fails(
        () -> then(tree).root().hasChildren("first"),
        property,
        "the root (SmallNet)",
        "children",
        "[first]",
        "[first, relu, second, idle]");
    fails(
        () -> then(tree).node("first").hasOutputShapes(new Shape(7)),
        property,
        "first (Linear)",
        "output shapes",
        "[(7)]",
        "[(1, 4)]");
    fails(
        () -> then(tree).node("first").hasType("Conv2d"),
        property,
        "first (Linear)",
        "type",
        "Conv2d",
        "Linear");
    fails(
        () -> then(Layertap.tree(SmallNet.linear())).root().hasParameterCount(20),
        property,
        "the root (Linear)",
        "number of parameters",
        "20",
        "unknown: it is not initialised");
    fails(
        () -> then(tree).node("second").isFrozen(),
        """
        Expecting
          second (Linear)
        to be frozen, but 2 of its 2 parameters are not: weight, bias""");
    fails(
        () -> then(tree.nodes().get(2)).isFrozen(),
        """
        Expecting
          relu (ReLU)
        to be frozen, but it has no parameters""");
    fails(
        () -> then(tree).node("third"),
        """
        Expecting the paths of SmallNet, but
          there is no "third".
        Layertap.tree(model) prints all paths.""");
  }

  @Test
  void ofActivationsAndListsInOtherWords() {
    try (CaptureScope scope = Layertap.open("first")) {
      run();
      then(scope.get("first")).isFinite();
      then(scope.all("first")).wasCalled(1);
      fails(
          () -> then(scope.all("first")).wasCalled(2),
          """
          Expecting
            "first"
          to have been called 2 times, but there was 1:
            first (Linear), pass 0, call 0""");
    }
  }
}
