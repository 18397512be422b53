// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import dev.layertap.select.CaptureRequest;
import dev.layertap.select.SelectorParser;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CaptureTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final SmallNet net = SmallNet.initialised(manager);
  private final NDArray input = manager.create(new float[] {1, -2, 3, -4}, new Shape(1, 4));

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray run() {
    return SmallNet.run(net, manager, new NDList(input)).get(0);
  }

  private static List<String> described(List<Activation> activations) {
    return activations.stream()
        .map(one -> one.name() + " " + one.path() + " " + one.pass() + "/" + one.call())
        .toList();
  }

  @Test
  void whatIsSelectedIsCapturedUnderItsNameOrPath() {
    try (CaptureScope scope = Layertap.open("first", "two=second")) {
      NDArray output = run();
      assertThat(described(scope.all())).containsExactly("first first 0/0", "two second 0/0");
      NDArray second = scope.get("two").array();
      assertThat(second.getShape()).isEqualTo(new Shape(1, 4));
      assertThat(second.maximum(0)).isEqualTo(output);
      assertThat(scope.get("two").blockType()).isEqualTo("Linear");
      assertThat(scope.internalErrors()).isEmpty();
    }
  }

  @Test
  void aCaptureThatWasParsedBeforeOpensAnyNumberOfScopes() {
    CaptureRequest parsed = SelectorParser.capture("two=second", Optional.empty(), "a file");
    for (int i = 0; i < 2; i++) {
      try (CaptureScope scope = Layertap.builder().addCapture(parsed).open()) {
        run();
        assertThat(described(scope.all())).containsExactly("two second 0/0");
      }
    }
  }

  @Test
  void withoutArgumentsAScopeTakesWhatIsAnnotated() {
    try (CaptureScope scope = Layertap.open()) {
      run();
      assertThat(described(scope.all())).containsExactly("comp second 0/0");
    }
  }

  @Test
  void valuesStandInOrderOfExecutionAndCallsAreNumbered() {
    try (CaptureScope scope = Layertap.open("**", ".")) {
      run();
      run();
      assertThat(described(scope.all()))
          .containsExactly(
              "first first 0/0",
              "relu relu 0/0",
              "second second 0/0",
              "relu relu 0/1",
              ".  0/0",
              "first first 1/0",
              "relu relu 1/0",
              "second second 1/0",
              "relu relu 1/1",
              ".  1/0");
      assertThat(scope.passCount()).isEqualTo(2);
      assertThat(scope.summary())
          .isEqualTo(
              "first (1, 4) (1, 4), relu (1, 4) (1, 4) (1, 4) and 1 more call,"
                  + " second (1, 4) (1, 4), . (1, 4) (1, 4)");
    }
  }

  @Test
  void aScopeSaysWhatItIsInOneLine() {
    CaptureScope scope = Layertap.open("first", "two=second");
    assertThat(scope)
        .hasToString("CaptureScope of first, two=second: 0 passes, 0 activations, 0 bytes, open");
    run();
    assertThat(scope)
        .hasToString("CaptureScope of first, two=second: 1 pass, 2 activations, 32 bytes, open");
    scope.close();
    assertThat(scope.toString()).endsWith(" bytes, closed");
    String[] many =
        IntStream.range(0, 12).mapToObj(i -> "c%d=first".formatted(i)).toArray(String[]::new);
    try (CaptureScope wide = Layertap.open(many)) {
      assertThat(wide.toString()).contains("c9=first and 2 more: 0 passes");
    }
  }

  @Test
  void inputsAreTakenWhereTheyAreAskedFor() {
    try (CaptureScope scope =
        Layertap.builder()
            .addCapture("second", Take.both())
            .addCapture("relu", Take.inputs())
            .open("first")) {
      run();
      assertThat(scope.all().stream().map(one -> one.path() + "#" + one.call() + one.side()))
          .containsExactly(
              "first#0OUTPUT", "relu#0INPUT", "second#0INPUT", "second#0OUTPUT", "relu#1INPUT");
      assertThat(scope.get("second", Side.OUTPUT).array())
          .isEqualTo(scope.all("relu").get(1).array());
      assertThat(scope.get("second", Side.INPUT).value()).isInstanceOf(Value.Sequence.class);
      assertThat(scope.get("second", Side.INPUT).toString())
          .isEqualTo("second, pass 0, call 0, input: (1, 4) float32");
      assertThatThrownBy(() -> scope.get("second"))
          .isInstanceOf(LayertapException.class)
          .hasMessage(
              """
              "second" has 2 activations, not one; read them with all("second"):
                second, pass 0, call 0, input: (1, 4) float32
                second, pass 0, call 0: (1, 4) float32""");
      assertThatThrownBy(() -> scope.get("first", Side.INPUT))
          .isInstanceOf(LayertapException.class)
          .hasMessage(
              """
              "first" has no input activations; its capture takes what is returned, unless it asks for Take.inputs() or Take.both():
                first, pass 0, call 0: (1, 4) float32""");
      assertThatThrownBy(() -> scope.get("relu", Side.OUTPUT))
          .isInstanceOf(LayertapException.class)
          .hasMessageStartingWith(
              "\"relu\" has no output activations; its capture takes what is given:\n  relu,");
    }
  }

  @Test
  void whatWasGivenIsSeenBeforeTheBlockOverwritesIt() {
    SequentialBlock overwrites = new SequentialBlock().add(list -> new NDList(list.get(0).muli(0)));
    try (CaptureScope scope = Layertap.builder().addCapture(".", Take.inputs()).open()) {
      SmallNet.run(overwrites, manager, new NDList(input));
      assertThat(scope.get(".").array().toFloatArray()).containsExactly(1, -2, 3, -4);
    }
  }

  @Test
  void aPathMayBeReadInDjlsSpelling() {
    try (CaptureScope scope = Layertap.open("03second")) {
      run();
      assertThat(scope.get("second")).isSameAs(scope.get("03second"));
    }
  }

  @Test
  void anActivationIsFoundByItsPathToo() {
    try (CaptureScope scope = Layertap.open("two=second")) {
      run();
      assertThat(scope.get("second")).isSameAs(scope.get("two"));
    }
  }

  @Test
  void oneBlockAtTwoPlacesIsToldApart() {
    var linear = SmallNet.linear();
    SequentialBlock twice = new SequentialBlock().add(linear).add(list -> list).add(linear);
    SmallNet.initialise(twice, manager, new Shape(1, 4));
    try (CaptureScope scope = Layertap.open("type:Linear")) {
      SmallNet.run(twice, manager, new NDList(input));
      assertThat(described(scope.all())).containsExactly("0 0 0/0", "2 2 0/0");
      assertThat(scope.get("2").array()).isNotEqualTo(scope.get("0").array());
    }
  }

  @Test
  void aLaterOperationInPlaceDoesNotChangeWhatWasCaptured() {
    net.afterSecond = list -> list.get(0).muli(0);
    try (CaptureScope scope = Layertap.open("second")) {
      assertThat(run().abs().sum().getFloat()).isZero();
      assertThat(scope.get("second").array().abs().sum().getFloat()).isPositive();
    }
  }

  @Test
  void whatIsCapturedOutlivesTheManagerAndTheScopeOfTheModel() {
    try (CaptureScope scope = Layertap.open("second")) {
      try (NDManager inner = manager.newSubManager();
          NDScope ndScope = new NDScope()) {
        ndScope.suppressNotUsedWarning();
        NDArray local = input.duplicate();
        local.attach(inner);
        SmallNet.run(net, inner, new NDList(local));
      }
      assertThat(scope.get("second").array().toFloatArray()).hasSize(4);
    }
  }

  @Test
  void closingTheScopeReleasesItsArrays() {
    CaptureScope scope = Layertap.open("second");
    run();
    NDArray second = scope.get("second").array();
    scope.close();
    scope.close();
    assertThat(second.isReleased()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(scope::all)
        .withMessage(
            "This scope is closed and its arrays are released; read it before, or detach an array"
                + " to keep it.");
  }

  @Test
  void anExceptionOfTheModelIsTheAppsOwnAndTheScopeStaysUsable() {
    IllegalArgumentException own = new IllegalArgumentException("from the model");
    try (CaptureScope scope = Layertap.open("first", "second")) {
      net.afterSecond =
          list -> {
            throw own;
          };
      assertThatThrownBy(this::run).isSameAs(own);
      net.afterSecond = list -> {};
      run();
      assertThat(described(scope.all()))
          .containsExactly(
              "first first 0/0", "second second 0/0", "first first 1/0", "second second 1/0");
    }
  }

  @Test
  void scopesNestAndEachSeesItsOwn() {
    try (CaptureScope outer = Layertap.open("first")) {
      try (CaptureScope inner = Layertap.open("second")) {
        run();
        assertThat(described(inner.all())).containsExactly("second second 0/0");
      }
      run();
      assertThat(described(outer.all())).containsExactly("first first 0/0", "first first 1/0");
    }
  }

  @Test
  void scopesThatPickTheSameAndKeepItOtherwiseAreToldApart() {
    for (int i = 0; i < 3; i++) {
      try (CaptureScope numbers =
              Layertap.builder().addCapture("f*", Take.outputs().statistics()).open();
          CaptureScope renamed = Layertap.open("mine=f*");
          CaptureScope arrays = Layertap.open("f*");
          CaptureScope inputs = Layertap.builder().addCapture("f*", Take.inputs()).open()) {
        run();
        assertThat(numbers.get("first").arrays()).isEmpty();
        assertThat(renamed.get("mine").path()).isEqualTo("first");
        assertThat(arrays.get("first").arrays()).hasSize(1);
        assertThat(inputs.get("first").array()).isEqualTo(input);
      }
    }
  }

  @Test
  void anotherThreadsPassesAreNotSeen() throws InterruptedException {
    try (CaptureScope scope = Layertap.open("first")) {
      Thread other = new Thread(this::run);
      other.start();
      other.join();
      assertThatExceptionOfType(LayertapException.class)
          .isThrownBy(scope::all)
          .withMessage(
              "No forward pass ran in this scope. It follows the thread that opened it (%s) from"
                  + " then on.",
              Thread.currentThread().getName());
    }
  }

  @Test
  void aScopeMayBeBoundToOneModel() {
    SmallNet other = SmallNet.initialised(manager);
    try (CaptureScope scope = Layertap.on(net).open("first")) {
      SmallNet.run(other, manager, new NDList(input));
      run();
      assertThat(described(scope.all())).containsExactly("first first 0/0");
    }
  }

  @Test
  void aBoundScopeFailsAtOnceIfNothingMatches() {
    assertThatExceptionOfType(LayertapException.class)
        .isThrownBy(() -> Layertap.on(net).open("frist", "layer9", "second"))
        .withMessage(
            """
            Nothing in SmallNet matches "frist" (open(...)). Did you mean "first"?
            Nothing in SmallNet matches "layer9" (open(...)).
            Layertap.tree(model) prints all paths.""");
  }

  @Test
  void anUnboundScopeFailsAtTheFirstReadIfNothingMatches() {
    try (CaptureScope scope = Layertap.open("secnd", "first")) {
      run();
      assertThatExceptionOfType(LayertapException.class)
          .isThrownBy(() -> scope.get("first"))
          .withMessage(
              """
              Nothing in SmallNet matches "secnd" (open(...)). Did you mean "second"?
              Layertap.tree(model) prints all paths.""");
      assertThat(scope.summary()).isEqualTo("first (1, 4), nothing matches \"secnd\"");
    }
  }

  @Test
  void aListThatCannotBeReadIsSaidToBeWhyNothingWasCaptured() {
    Block strange =
        new LambdaBlock(
            list ->
                new NDList(list) {
                  private static final long serialVersionUID = 1L;

                  @Override
                  public NDArray get(int index) {
                    throw new IllegalStateException("lost");
                  }
                });
    try (CaptureScope scope = Layertap.open(".")) {
      NDList unused = strange.forward(new ParameterStore(manager, false), new NDList(input), false);
      assertThatExceptionOfType(LayertapException.class)
          .isThrownBy(() -> scope.get("."))
          .withMessageStartingWith("\".\" was not captured, and this may be why: ")
          .withMessageContaining("lost");
    }
  }

  @Test
  void aBlockThatNeverRanIsNamedWhenItIsRead() {
    try (CaptureScope scope = Layertap.open("idle", "first")) {
      run();
      assertThat(scope.all()).hasSize(1);
      assertThatExceptionOfType(LayertapException.class)
          .isThrownBy(() -> scope.get("idle"))
          .withMessage(
              "\"idle\" did not run: it matches idle (Linear), but this was not called in the"
                  + " scope's one pass.");
      assertThat(scope.summary()).isEqualTo("first (1, 4), \"idle\" did not run: idle (Linear)");
    }
  }

  @Test
  void capturesThatGaveNothingAreListedWithTheReason() {
    try (CaptureScope scope = Layertap.open("idle", "first", "frist")) {
      assertThat(scope.unfiredCaptures())
          .singleElement()
          .asString()
          .startsWith("No forward pass ran in this scope.");
      run();
      assertThat(scope.unfiredCaptures())
          .containsExactly(
              "\"idle\" did not run: it matches idle (Linear), but this was not called in the"
                  + " scope's one pass.",
              "Nothing in SmallNet matches \"frist\" (open(...)). Did you mean \"first\"?");
    }
    try (CaptureScope scope = Layertap.builder().addAnnotated().open("first")) {
      run();
      assertThat(scope.unfiredCaptures()).isEmpty();
      assertThat(scope.arrays()).containsOnlyKeys("first#0", "second#0");
      assertThat(scope.get("comp").matches("sec* and type:Linear")).isTrue();
      assertThat(scope.get("comp").matches("first")).isFalse();
    }
  }

  @Test
  void anUnknownNameIsAnsweredWithWhatThereIs() {
    try (CaptureScope scope = Layertap.open("first", "two=second")) {
      run();
      assertThatExceptionOfType(LayertapException.class)
          .isThrownBy(() -> scope.get("tow"))
          .withMessage(
              "Nothing was captured as \"tow\". Did you mean \"two\"? Captured: first, two.");
    }
  }

  @Test
  void aNameWithSeveralActivationsWantsAll() {
    try (CaptureScope scope = Layertap.open("relu")) {
      run();
      assertThat(scope.all("relu")).hasSize(2);
      assertThatExceptionOfType(LayertapException.class)
          .isThrownBy(() -> scope.get("relu"))
          .withMessage(
              """
              "relu" has 2 activations, not one; read them with all("relu"):
                relu, pass 0, call 0: (1, 4) float32
                relu, pass 0, call 1: (1, 4) float32""");
    }
  }

  @Test
  void aNameThatIsDeclaredTwiceIsRefused() {
    assertThatExceptionOfType(LayertapException.class)
        .isThrownBy(() -> Layertap.open("x=first", "x=second"))
        .withMessage(
            "The name \"x\" is declared twice: by \"x=first\" in open(...) and by \"x=second\" in"
                + " open(...). Give one of them another name.");
    assertThatExceptionOfType(LayertapException.class)
        .isThrownBy(() -> Layertap.on(net).addAnnotated().open("comp=first"))
        .withMessage(
            "The name \"comp\" is declared twice: by @Capture on field %s.second and by"
                + " \"comp=first\" in open(...). Give one of them another name.",
            SmallNet.class.getName());
  }

  @Test
  void outputsAreTheSameBitsWithAScopeAndWithout() {
    float[] without = run().toFloatArray();
    try (CaptureScope scope = Layertap.open("**", ".")) {
      assertThat(run().toFloatArray()).containsExactly(without);
      assertThat(scope.all()).hasSize(5);
    }
    assertThat(run().toFloatArray()).containsExactly(without);
  }
}
