// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.LayertapAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.annotation.CaptureKey;
import dev.layertap.take.Take;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // some of it is about null
class CaptureScopeAssertTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final SmallNet net = SmallNet.initialised(manager);

  @AfterEach
  void close() {
    manager.close();
  }

  private void run() {
    run(net, 1, -2, 3, -4);
  }

  private void run(Block block, float... input) {
    NDArray array = manager.create(input, new Shape(1, input.length));
    SmallNet.run(block, manager, new NDList(array));
  }

  @Test
  void whatWasCapturedIsThere() {
    try (CaptureScope scope = Layertap.open("first", "two=second", "idle")) {
      run();
      assertThat(scope).hasCaptured("first", "two", "second").hasNotCaptured("idle", "relu");
      assertThat(Failures.of(() -> assertThat(scope).hasCaptured("idle", "first", "frist")))
          .isEqualTo(
              """
              Expecting the scope to have captured what it has not:
                "idle" did not run: it matches idle (Linear), but this was not called in the scope's one pass.
                Nothing was captured as "frist". Did you mean "first"? Captured: first, two.
              It has captured
                first (1, 4), two (1, 4), "idle" did not run: idle (Linear)""");
      assertThat(Failures.of(() -> assertThat(scope).hasNotCaptured("second")))
          .isEqualTo(
              """
              Expecting the scope not to have captured what it has:
                two = second (Linear), pass 0, call 0""");
      assertThat(Failures.of(() -> assertThat(scope).hasOnlyFiredCaptures()))
          .isEqualTo(
              """
              Expecting all captures to have fired, but not all did:
                "idle" did not run: it matches idle (Linear), but this was not called in the scope's one pass.""");
    }
  }

  @Test
  void aGeneratedKeyLeadsToItsActivations() {
    CaptureKey comp = CaptureKey.ofField("comp", SmallNet.class.getName(), "second");
    CaptureKey other = CaptureKey.ofField("other", SmallNet.class.getName(), "gone");
    try (CaptureScope scope = Layertap.open(comp)) {
      run();
      assertThat(scope).activation(comp).hasShape(1, 4);
      assertThat(scope).activations(comp).wasCalled(1);
      assertThat(Failures.of(() -> assertThat(scope).activation(other)))
          .isEqualTo("Nothing was captured as \"other\". Captured: comp.");
      assertThat(Failures.of(() -> assertThat(scope).activations(other)))
          .isEqualTo("Nothing was captured as \"other\". Captured: comp.");
    }
  }

  @Test
  void aGeneratedKeyStandsWhereverANameDoes() {
    CaptureKey comp = CaptureKey.ofField("comp", SmallNet.class.getName(), "second");
    CaptureKey gone = CaptureKey.ofField("gone", SmallNet.class.getName(), "gone");
    try (CaptureScope scope = Layertap.builder().addCapture(comp).open("relu")) {
      run();
      assertThat(scope).hasCaptured(comp).hasNotCaptured(gone).activation(comp).wasCalled(1);
      assertThat(scope).activations("relu").first().ranBefore(comp);
      assertThat(scope).activations("relu").last().ranAfter(comp);
      assertThat(scope).activations("relu").filteredOn(one -> one.call() == 0).ranBefore(comp);
      assertThat(scope).activations("relu").filteredOn(one -> one.call() == 1).ranAfter(comp);
      assertThat(Failures.of(() -> assertThat(scope).hasCaptured(comp, gone)))
          .startsWith(
              """
              Expecting the scope to have captured what it has not:
                Nothing was captured as "gone". Captured: relu, comp.
              """);
      assertThat(Failures.of(() -> assertThat(scope).hasNotCaptured(gone, comp)))
          .endsWith("\n  comp = second (Linear), pass 0, call 0");
      assertThat(Failures.of(() -> assertThat(scope).hasCapturedExactlyInOrder(comp)))
          .endsWith("They differ at index 0: \"relu\", expected \"comp\"");
      assertThat(Failures.of(() -> assertThat(scope).activations("relu").ranBefore(comp)))
          .contains("to have run before\n  comp = second (Linear)");
      assertThat(Failures.of(() -> assertThat(scope).activations("relu").ranAfter(comp)))
          .contains("\n  comp = second (Linear), pass 0, call 0\nto have run before");
    }
    try (CaptureScope scope = Layertap.on(net).open(comp)) {
      run();
      assertThat(scope).hasCapturedExactlyInOrder(comp);
      assertThatNullPointerException()
          .isThrownBy(() -> assertThat(scope).hasCaptured(comp, (CaptureKey) null))
          .withMessage("A key must not be null");
    }
  }

  @Test
  void aScopeThatSawNothingSaysSoAndNothingElse() {
    try (CaptureScope scope = Layertap.open("first", "second")) {
      String follows = "It follows the thread that opened it (" + Thread.currentThread().getName();
      assertThat(Failures.of(() -> assertThat(scope).hasCaptured("first", "second")))
          .isEqualTo(
              """
              Expecting the scope to have captured what it has not:
                No forward pass ran in this scope. %s) from then on.
              It has captured
                nothing matches "first", nothing matches "second\"""",
              follows);
      assertThat(Failures.of(() -> assertThat(scope).hasNoNonFinite()))
          .isEqualTo("No forward pass ran in this scope. " + follows + ") from then on.");
      assertThat(Failures.of(() -> assertThat(scope).hasOnlyFiredCaptures()))
          .contains("No forward pass ran in this scope.");
    }
  }

  @Test
  void aSelectorThatMatchesNothingHasNotFired() {
    try (CaptureScope scope = Layertap.open("first", "frist")) {
      run();
      assertThat(Failures.of(() -> assertThat(scope).hasOnlyFiredCaptures()))
          .isEqualTo(
              """
              Expecting all captures to have fired, but not all did:
                Nothing in SmallNet matches "frist" (open(...)). Did you mean "first"?""");
    }
  }

  @Test
  void theOrderOfAllCallsIsVerified() {
    try (CaptureScope scope =
        Layertap.builder().addCapture("relu", Take.both()).open("first", "second")) {
      run();
      assertThat(scope).hasCapturedExactlyInOrder("first", "relu", "second", "relu");
      assertThat(
              Failures.of(
                  () -> assertThat(scope).hasCapturedExactlyInOrder("first", "second", "relu")))
          .isEqualTo(
              """
              Expecting the scope to have captured exactly, in this order,
                first, second, relu
              but it has captured
                first, relu, second, relu
              They differ at index 1: "relu", expected "second\"""");
      assertThat(
              Failures.of(
                  () ->
                      assertThat(scope)
                          .hasCapturedExactlyInOrder("first", "relu", "second", "relu", "fc")))
          .endsWith("They differ at index 4: nothing more, expected \"fc\"");
    }
  }

  @Test
  void callsAreCountedAndOrdered() {
    try (CaptureScope scope = Layertap.open("first", "relu", "second")) {
      run();
      assertThat(scope).activations("relu").wasCalled(2).first().ranBefore("second");
      assertThat(scope).activation("first").ranBefore("relu").ranBefore("second");
      assertThat(scope).activations("relu").ranAfter("first").hasSize(2).last().isBetween(0, 99);
      assertThat(scope.all("relu")).wasCalled(2);
      assertThat(scope).activation("first").wasCalled(1);
      assertThat(scope).activations("relu").last().wasCalled(2).ranAfter("second");
      assertThat(scope).activations("relu").filteredOn(one -> one.call() == 0).first().wasCalled(2);
      assertThat(Failures.of(() -> assertThat(scope).activation("first").wasCalled(3)))
          .isEqualTo(
              """
              Expecting
                "first"
              to have been called 3 times, but there was 1:
                first (Linear), pass 0, call 0""");
      assertThat(Failures.of(() -> assertThat(scope).activations("relu").wasCalled(1)))
          .isEqualTo(
              """
              Expecting
                "relu"
              to have been called once, but there were 2:
                relu (LambdaBlock), pass 0, call 0
                relu (LambdaBlock), pass 0, call 1""");
      assertThat(Failures.of(() -> assertThat(scope).activations("relu").ranBefore("second")))
          .isEqualTo(
              """
              Expecting
                relu (LambdaBlock), pass 0, call 1
              to have run before
                second (Linear), pass 0, call 0
              but of the values of all captures, in order of execution, they are the 4th and the 3rd.""");
      assertThat(Failures.of(() -> assertThat(scope).activation("first").ranAfter("second")))
          .startsWith("Expecting\n  second (Linear), pass 0, call 0\nto have run before\n  first");
      assertThat(Failures.of(() -> assertThat(scope).activation("first").ranBefore("fc")))
          .startsWith("Nothing was captured as \"fc\".");
      assertThatIllegalStateException()
          .isThrownBy(() -> assertThat(scope.get("first")).ranBefore("second"))
          .withMessage(
              "The order of calls is known to their scope only; begin with"
                  + " assertThat(scope).activation(\"first\")");
    }
  }

  @Test
  void oneOfTheActivationsIsReached() {
    try (CaptureScope scope = Layertap.open("relu")) {
      run();
      assertThat(scope).activations("relu").first().isSameAs(scope.all("relu").get(0));
      assertThat(scope).activations("relu").element(1).isSameAs(scope.all("relu").get(1));
      assertThat(scope).activations("relu").elements(1).singleElement().wasCalled(2);
      assertThat(scope).activations("relu").isEqualTo(scope.all("relu"));
      assertThat(Failures.of(() -> assertThat(scope).as("a").activations("relu").element(2)))
          .startsWith("[a] \nExpecting size of:")
          .endsWith("to be greater than 2 but was 2");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> assertThat(scope).activations("relu").element(-1))
          .withMessage("Activations are counted from 0, so there is none at -1.");
    }
  }

  @Test
  void anAssertionAboutNothingIsRefused() {
    try (CaptureScope scope = Layertap.open("first")) {
      run();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> assertThat(scope).hasCaptured())
          .withMessage("hasCaptured() without a name verifies nothing: name what it is about.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> assertThat(scope).hasNotCaptured())
          .withMessage("hasNotCaptured() without a name verifies nothing: name what it is about.");
      assertThatNullPointerException()
          .isThrownBy(() -> assertThat(scope).hasCapturedExactlyInOrder((String[]) null))
          .withMessage("The names for hasCapturedExactlyInOrder must not be null");
    }
  }

  @Test
  void theOrderIsThatOfEachPass() {
    try (CaptureScope scope =
        Layertap.builder().addCapture("second", Take.outputs().everyPass(2)).open("first")) {
      run();
      run();
      assertThat(scope).activation("second").ranAfter("first");
      assertThat(scope).activations("first").wasCalled(2);
      assertThat(Failures.of(() -> assertThat(scope).activations("first").ranBefore("second")))
          .isEqualTo(
              """
              Expecting
                first (Linear), pass 1, call 0
              to have run before
                "second"
              but "second" did not run in pass 1.""");
    }
  }

  @Test
  void theBlockThatProducedTheFirstNanIsNamed() {
    SequentialBlock model =
        new SequentialBlock()
            .add(LambdaBlock.singleton(array -> array.mul(2), "Twice"))
            .add(LambdaBlock.singleton(array -> array.sqrt(), "SquareRoot"))
            .add(LambdaBlock.singleton(array -> array.add(1), "PlusOne"));
    try (CaptureScope scope = Layertap.open("**", ".")) {
      run(model, 4, -9);
      assertThat(Failures.of(() -> assertThat(scope).hasNoNonFinite()))
          .isEqualTo(
              """
              Expecting all that was captured to be finite, but the first value that is not is
                1 (LambdaBlock), pass 0, call 0: (1, 2) float32
                mean 2.828 ± 0.000 in [2.828, 2.828], 1 NaN
              It began there as far as was captured: everything before it is finite. What it was given was not captured; Take.both() tells whether it came in with that.
              2 later values are not finite either.""");
    }
    try (CaptureScope scope = Layertap.builder().addCapture("**", Take.both()).open()) {
      run(model, 4, -9);
      assertThat(Failures.of(() -> assertThat(scope).hasNoNonFinite()))
          .contains("  1 (LambdaBlock), pass 0, call 0: (1, 2) float32\n")
          .contains(
              "What it was given is finite, so it began inside of it: in its code, its parameters,"
                  + " or a block in it that was not captured.\n2 later values");
    }
    try (CaptureScope scope = Layertap.builder().addCapture("2", Take.both()).open()) {
      run(model, 4, -9);
      assertThat(Failures.of(() -> assertThat(scope).hasNoNonFinite()))
          .contains("  2 (LambdaBlock), pass 0, call 0, input: (1, 2) float32\n")
          .endsWith(
              "It was given that: of what was captured, everything before it is finite, so it"
                  + " began outside of it, in code between the blocks, in a block that was not"
                  + " captured, or in the model's input.\n1 later value is not finite either.");
    }
    try (CaptureScope scope = Layertap.open("0")) {
      run(model, 4, -9);
      assertThat(scope).hasNoNonFinite();
    }
  }

  @Test
  void aNanInTheParametersOfABlockMakesItTheProducer() {
    Parameter weight = net.getChildren().get("03second").getParameters().get("weight");
    weight.getArray().muli(Float.NaN);
    try (CaptureScope scope = Layertap.builder().addCapture("**", Take.both()).open()) {
      run();
      assertThat(Failures.of(() -> assertThat(scope).hasNoNonFinite()))
          .contains("is\n  second (Linear), pass 0, call 0: (1, 4) float32\n")
          .contains("What it was given is finite");
    }
  }

  @Test
  void statisticsTellWhatIsNotFiniteToo() {
    SequentialBlock model = new SequentialBlock().add(LambdaBlock.singleton(NDArray::log, "Log"));
    try (CaptureScope scope =
        Layertap.builder().addCapture("0", Take.outputs().statistics()).open()) {
      run(model, 0);
      assertThat(Failures.of(() -> assertThat(scope).hasNoNonFinite()))
          .contains("  0 (LambdaBlock), pass 0, call 0: (1, 1) float32, statistics only\n")
          .contains("1 infinite");
      assertThat(Failures.of(() -> assertThat(scope).activation("0").isFinite()))
          .isEqualTo(
              """
              Expecting
                0 (LambdaBlock), pass 0, call 0: (1, 1) float32, statistics only
              to be finite, but 0 of its 1 elements are NaN and 1 are infinite.""");
    }
  }

  @Test
  void internalErrorsFail() {
    try (CaptureScope scope =
        Layertap.builder().addCapture("first", Take.outputs().mean(7)).open()) {
      run();
      assertThat(Failures.of(() -> assertThat(scope).ranWithoutInternalErrors()))
          .startsWith(
              "Expecting no errors inside of Layertap, but there were 1, so what was captured may"
                  + " not be all:\n  when \"output mean(7)\" was kept of call 0 of first (Linear): ");
      assertThat(Failures.of(() -> assertThat(scope).activation("first").hasShape(1)))
          .startsWith("first, pass 0, call 0 cannot be seen: it cannot be kept as");
    }
    try (CaptureScope scope = Layertap.open("first")) {
      run();
      assertThat(scope).ranWithoutInternalErrors();
    }
  }
}
