// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.ModelTree;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.assertj.core.error.AssertJMultipleFailuresError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@SuppressWarnings("NullAway") // some of it is about null
@ExtendWith(SoftAssertionsExtension.class)
class SoftAssertionsTest {
  @InjectSoftAssertions private LayertapSoftAssertions injected;

  private static final String NOTHING = "Expecting actual not to be null";

  private final NDManager manager = NDManager.newBaseManager();
  private CaptureScope scope;

  @BeforeEach
  void run() {
    scope = Layertap.open("first", "relu");
    SmallNet.run(SmallNet.initialised(manager), manager, new NDList(manager.ones(new Shape(1, 4))));
  }

  @AfterEach
  void close() {
    scope.close();
    manager.close();
  }

  static class Mixed extends SoftAssertions implements LayertapSoftAssertionsProvider {}

  @Test
  void allFailuresAreReportedThoseOnTheWayTooAndNoneStopsTheRest() {
    var error =
        catchThrowableOfType(
            AssertJMultipleFailuresError.class,
            () ->
                LayertapSoftAssertions.assertSoftly(
                    softly -> {
                      softly.assertThat(scope).hasCaptured("idle").activation("first").hasShape(7);
                      softly.assertThat(scope).activations("relu").wasCalled(9).first().hasShape(8);
                      softly.assertThat(scope).activation("nothing").hasShape(1);
                      softly.assertThat(scope.get("first")).hasPath("second").hasBlockType("Conv");
                      softly.assertThat(scope.get("first").array()).hasShape(6);
                      softly.assertThatActivations(scope.all("relu")).wasCalled(8);
                      softly.assertThat("text").isEmpty();
                    }));
    assertThat(error.getFailures())
        .extracting(
            failure ->
                String.valueOf(failure.getMessage()).strip().lines().limit(2).toList().toString())
        .satisfiesExactly(
            text -> assertThat(text).contains("Expecting the scope to have captured"),
            text -> assertThat(text).contains("Expecting,   first (Linear), pass 0, call 0"),
            text -> assertThat(text).contains("Expecting,   \"relu\""),
            text -> assertThat(text).contains("[activations first element] , Expecting"),
            text -> assertThat(text).contains("Nothing was captured as \"nothing\""),
            text -> assertThat(text).contains("Expecting actual not to be null"),
            text -> assertThat(text).contains("Expecting,   first (Linear)"),
            text -> assertThat(text).contains("Expecting,   first (Linear)"),
            text -> assertThat(text).contains("Expecting,   (1, 4) float32"),
            text -> assertThat(text).contains("Expecting,   \"relu\""),
            text -> assertThat(text).contains("Expecting empty but was: \"text\""));
  }

  @Test
  void theyCanBeMixedIntoOthers() {
    Mixed softly = new Mixed();
    softly.assertThat(scope).activation("first").hasShape(7);
    softly.assertThat(Layertap.tree(SmallNet.linear())).node("x").hasType("y");
    softly.assertThat(1).isEqualTo(2);
    assertThat(softly.errorsCollected()).hasSize(4);
  }

  @Test
  void whateverIsReachedOnTheWayIsSoftAndKnowsItsScope() {
    LayertapSoftAssertions softly = new LayertapSoftAssertions();
    softly.assertThat(scope).activations("relu").filteredOn(one -> true).last().hasShape(1);
    softly.assertThat(scope).activations("relu").elements(1).first().ranBefore("first");
    softly.assertThat(scope).activations("relu").first().hasShape(2).wasCalled(3);
    softly.assertThat(scope).activations("relu").element(1).ranBefore("first").hasShape(3);
    softly.assertThat(scope).activations("first").singleElement().hasShape(4);
    Object value = scope.get("first");
    softly.assertThat(value).asInstanceOf(LayertapAssertions.ACTIVATION).hasShape(5).hasPath("x");
    assertThat(softly.errorsCollected())
        .extracting(failure -> String.valueOf(failure.getMessage()))
        .satisfiesExactly(
            text -> assertThat(text).contains("to have the shape\n  (1)\n"),
            text -> assertThat(text).contains("to have run before\n  first (Linear)"),
            text -> assertThat(text).contains("to have the shape\n  (2)\n"),
            text -> assertThat(text).contains("to have been called 3 times, but there were 2:"),
            text -> assertThat(text).contains("to have run before\n  first (Linear)"),
            text -> assertThat(text).contains("to have the shape\n  (3)\n"),
            text -> assertThat(text).contains("to have the shape\n  (4)\n"),
            text -> assertThat(text).contains("to have the shape\n  (5)\n"),
            text -> assertThat(text).contains("to have the path\n  \"x\"\n"));
  }

  @Test
  void whatIsNotInTheListIsReportedAndNothingStops() {
    LayertapSoftAssertions softly = new LayertapSoftAssertions();
    softly.assertThat(scope).activations("relu").singleElement().isFinite();
    softly.assertThat(scope).activations("relu").element(2).isFinite();
    softly.assertThat(scope).activations("relu").filteredOn(one -> false).first().isFinite();
    softly.assertThat(scope).activations("relu").filteredOn(one -> false).last().isFinite();
    softly.assertThat(scope).hasCaptured("idle");
    assertThat(softly.errorsCollected())
        .extracting(failure -> String.valueOf(failure.getMessage()).strip().lines().toList().get(0))
        .containsExactly(
            "Expected size: 1 but was: 2 in:",
            NOTHING,
            "Expecting size of:",
            NOTHING,
            "Expecting actual not to be empty",
            NOTHING,
            "Expecting actual not to be empty",
            NOTHING,
            "Expecting the scope to have captured what it has not:");
  }

  @Test
  void whatAsInstanceOfLeadsToIsSoftTooAndSoIsAllBehindIt() {
    LayertapSoftAssertions softly = new LayertapSoftAssertions();
    Object value = scope;
    var soft = softly.assertThat(value).asInstanceOf(LayertapAssertions.CAPTURE_SCOPE);
    soft.as("the net").activation("first").hasShape(1).ranBefore("relu").hasShape(2);
    soft.activation("nothing").hasShape(3);
    soft.activations("nothing").wasCalled(4);
    soft.activation("first").element("9").hasShape(5);
    soft.activations("relu").first().wasCalled(6);
    soft.activations("relu").element(7).wasCalled(7);
    soft.activations("relu").filteredOn(one -> one.call() == 1).last().hasShape(8);
    soft.activation("nothing").element("0").hasShape(10);
    soft.activations("nothing").first().hasShape(11);
    softly
        .assertThat((Object) scope.all("relu"))
        .asInstanceOf(LayertapAssertions.ACTIVATIONS)
        .last()
        .hasShape(9);
    softly
        .assertThat((Object) Layertap.tree(SmallNet.linear()))
        .asInstanceOf(LayertapAssertions.MODEL_TREE)
        .node("x");
    assertThat(softly.errorsCollected())
        .extracting(
            failure ->
                String.valueOf(failure.getMessage()).strip().lines().limit(4).toList().toString())
        .satisfiesExactly(
            text ->
                assertThat(text).startsWith("[[the net] , Expecting,   first").endsWith("shape]"),
            text ->
                assertThat(text).startsWith("[[the net] , Expecting,   first").endsWith("shape]"),
            text -> assertThat(text).contains("Nothing was captured as \"nothing\""),
            text -> assertThat(text).contains(NOTHING),
            text -> assertThat(text).contains("Nothing was captured as \"nothing\""),
            text -> assertThat(text).contains(NOTHING),
            text -> assertThat(text).contains("has no array at \"9\"; there is: "),
            text -> assertThat(text).contains(NOTHING),
            text -> assertThat(text).contains("to have been called 6 times, but there were 2:"),
            text -> assertThat(text).contains("Expecting size of:"),
            text -> assertThat(text).contains(NOTHING),
            text ->
                assertThat(text).contains("relu (LambdaBlock), pass 0, call 1").contains("shape"),
            text -> assertThat(text).contains("Nothing was captured as \"nothing\""),
            text -> assertThat(text).contains(NOTHING),
            text -> assertThat(text).contains(NOTHING),
            text -> assertThat(text).contains("Nothing was captured as \"nothing\""),
            text -> assertThat(text).contains(NOTHING),
            text -> assertThat(text).contains(NOTHING),
            text ->
                assertThat(text).contains("relu (LambdaBlock), pass 0, call 1").contains("shape"),
            text -> assertThat(text).contains("there is no \"x\"."));
  }

  @Test
  void whatIsSaidInTheBeginningHoldsForAllThatItLeadsTo() {
    LayertapSoftAssertions softly = new LayertapSoftAssertions();
    softly.assertThat(scope).withFailMessage("in other words").activation("first").hasShape(9);
    softly.assertThat(scope).as("the net").activation("first").hasShape(9);
    assertThat(softly.errorsCollected())
        .extracting(failure -> String.valueOf(failure.getMessage()).strip())
        .satisfiesExactly(
            text -> assertThat(text).startsWith("in other words"),
            text -> assertThat(text).startsWith("[the net] "));
  }

  @Test
  void nothingToAssertOnIsReportedAndNothingStops() {
    LayertapSoftAssertions softly = new LayertapSoftAssertions();
    softly.assertThat((CaptureScope) null).activation("first").hasShape(1);
    softly.assertThat((CaptureScope) null).activations("first").first().hasShape(1);
    softly.assertThat((ModelTree) null).root().isFrozen();
    softly.assertThat((ModelTree) null).node("first").isFrozen();
    softly.assertThat((Activation) null).element("0").isFinite();
    assertThat(softly.errorsCollected())
        .extracting(failure -> String.valueOf(failure.getMessage()).strip())
        .hasSize(11)
        .allMatch(text -> text.startsWith(NOTHING));
  }

  @Test
  void assertJsExtensionInjectsThem() {
    injected.assertThat(scope).activation("first").hasShape(1, 4).isFinite();
    injected.assertThat("text").isNotEmpty();
    assertThat(injected.wasSuccess()).isTrue();
  }
}
