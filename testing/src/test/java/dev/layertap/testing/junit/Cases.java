// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.junit;

import static dev.layertap.testing.LayertapAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.file.ArrayFile;
import dev.layertap.testing.LayertapSoftAssertions;
import dev.layertap.testing.SmallNet;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Test classes that are run by {@link CaptureActivationsTest}, some of which fail on purpose. */
@SuppressWarnings({"NullAway", "UnusedVariable", "unused"}) // the extension fills the fields
final class Cases {
  private Cases() {}

  static void run() {
    try (NDManager manager = NDManager.newBaseManager()) {
      SmallNet net = SmallNet.initialised(manager);
      SmallNet.run(net, manager, new NDList(manager.ones(new Shape(1, 4))));
    }
  }

  static List<String> names(CaptureScope scope) {
    return scope.all().stream().map(Activation::name).toList();
  }

  @CaptureActivations({"first", "two=second"})
  static class Adding {
    @InjectCaptureScope private CaptureScope field;
    private CaptureScope before;

    @BeforeEach
    void take(CaptureScope scope) {
      before = scope;
      assertThat(scope).isSameAs(field);
    }

    @AfterEach
    void isStillOpen(CaptureScope scope) {
      assertThat(scope).isSameAs(before).hasCaptured("first");
    }

    @Test
    void ofTheClass(CaptureScope scope) {
      run();
      assertThat(names(scope)).containsExactly("first", "two");
      assertThat(scope).isSameAs(before).isSameAs(field);
    }

    @Test
    @CaptureActivations({"relu", "first"})
    void andOfTheMethod() {
      run();
      assertThat(names(field)).containsExactly("first", "relu", "two", "relu");
    }

    @RepeatedTest(2)
    void eachRepetitionHasItsOwn() {
      run();
      assertThat(field).activations("first").wasCalled(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void soHasEachSetOfArguments(int times, CaptureScope scope) {
      for (int i = 0; i < times; i++) {
        run();
      }
      assertThat(scope).activations("first").wasCalled(times);
    }

    @Nested
    @CaptureActivations("relu")
    class Inside {
      @InjectCaptureScope private CaptureScope inner;

      @Test
      void ofBothClasses() {
        run();
        assertThat(inner).isSameAs(field);
        assertThat(names(inner)).containsExactly("first", "relu", "two", "relu");
      }
    }
  }

  @Retention(RetentionPolicy.RUNTIME)
  @CaptureActivations(value = "first", take = "both")
  @interface CapturesFirst {}

  @CapturesFirst
  static class Composed {
    @Test
    void isAsTheAnnotationSays(CaptureScope scope) {
      run();
      assertThat(scope.all("first")).hasSize(2);
    }
  }

  static class Inherited extends Composed {
    @Test
    void holdsForTestsOfTheSubclassToo(CaptureScope scope) {
      run();
      assertThat(scope.all("first")).hasSize(2);
    }
  }

  @CapturesFirst
  @Retention(RetentionPolicy.RUNTIME)
  @interface CapturesFirstToo {}

  @CapturesFirstToo
  static class ComposedTwice extends Composed {
    @Test
    @CaptureActivations("second")
    void addsToTheMethods(CaptureScope scope) {
      run();
      assertThat(names(scope)).containsExactly("first", "first", "second");
    }
  }

  @CaptureActivations("second")
  static class OwnCaptures extends Composed {
    @Override
    @Test
    void isAsTheAnnotationSays(CaptureScope scope) {
      run();
      assertThat(names(scope)).containsExactly("second");
    }
  }

  static final class Twice implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
      return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
        ExtensionContext context) {
      return Stream.generate(
              () -> (TestTemplateInvocationContext) new TestTemplateInvocationContext() {})
          .limit(2);
    }
  }

  @CaptureActivations("first")
  static class Templates {
    @TestTemplate
    @ExtendWith(Twice.class)
    void eachInvocationHasItsOwn(CaptureScope scope) {
      run();
      assertThat(scope).activations("first").wasCalled(1);
    }

    @TestFactory
    Stream<DynamicTest> dynamicTestsHaveThatOfTheirFactory(CaptureScope scope) {
      return Stream.of(1, 2)
          .map(
              number ->
                  DynamicTest.dynamicTest(
                      "dynamic " + number,
                      () -> {
                        run();
                        assertThat(scope).activations("first").wasCalled(number);
                      }));
    }
  }

  @CaptureActivations
  static class Annotated {
    @Test
    void takesWhatIsAnnotated(CaptureScope scope) {
      run();
      assertThat(names(scope)).containsExactly("comp");
    }
  }

  static class OnMethods {
    @Test
    @CaptureActivations("first")
    void one(CaptureScope scope) {
      run();
      assertThat(scope).hasCaptured("first");
    }

    @Test
    void none() {}
  }

  @CaptureActivations("first")
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class PerClass {
    @InjectCaptureScope private CaptureScope field;
    private CaptureScope last;

    @Test
    void one() {
      differs();
    }

    @Test
    void other() {
      differs();
    }

    private void differs() {
      run();
      assertThat(field).isNotSameAs(last).activations("first").wasCalled(1);
      last = field;
    }
  }

  @CaptureActivations("first")
  @Execution(ExecutionMode.CONCURRENT)
  static class Parallel {
    private static final CountDownLatch BOTH = new CountDownLatch(2);

    @Test
    void one(CaptureScope scope) throws InterruptedException {
      meet(scope);
    }

    @Test
    void other(CaptureScope scope) throws InterruptedException {
      meet(scope);
    }

    private static void meet(CaptureScope scope) throws InterruptedException {
      run();
      BOTH.countDown();
      assertThat(BOTH.await(30, TimeUnit.SECONDS)).isTrue();
      run();
      assertThat(scope).activations("first").wasCalled(2);
    }
  }

  @CaptureActivations("first")
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @Execution(ExecutionMode.CONCURRENT)
  static class SharedField {
    @InjectCaptureScope private CaptureScope field;

    @Test
    void fails() {
      run();
    }
  }

  @CaptureActivations("first")
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class FieldOfAnOuterInstance {
    @InjectCaptureScope private CaptureScope outer;

    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Inside {
      @Test
      void fails() {
        run();
      }
    }
  }

  @CaptureActivations("first")
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class FieldOfAnInnerInstance {
    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Inside {
      private static final CountDownLatch BOTH = new CountDownLatch(2);

      @InjectCaptureScope private CaptureScope inner;

      @RepeatedTest(2)
      void isNobodyElses(CaptureScope scope) throws InterruptedException {
        run();
        BOTH.countDown();
        assertThat(BOTH.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(inner).isSameAs(scope);
      }
    }
  }

  @CaptureActivations({"first", "idle", "frist"})
  static class Unfired {
    @Test
    void fails() {
      run();
    }

    @Test
    @CaptureActivations(value = "relu", failOnUnfired = false)
    void passes() {
      run();
    }

    @Test
    void failsForItsOwnReasonOnly() {
      throw new IllegalStateException("its own");
    }
  }

  @CaptureActivations("first")
  static class NothingRan {
    @Test
    void fails() {}
  }

  @CaptureActivations(value = "first", take = "mean(7)")
  static class InternalErrors {
    @Test
    void fails() {
      run();
    }

    @Test
    @CaptureActivations(value = "relu", failOnInternalErrors = false)
    void passes() {
      run();
    }
  }

  @CaptureActivations(value = "first", budget = 8)
  static class OverBudget {
    @Test
    void fails() {
      run();
    }
  }

  @CaptureActivations("first or")
  static class Misspelled {
    @Test
    void fails() {}
  }

  @CaptureActivations(value = "first", allThreads = true)
  static class OtherThreads {
    @Test
    void areFollowed(CaptureScope scope) throws InterruptedException {
      Thread thread = new Thread(Cases::run);
      thread.start();
      thread.join();
      assertThat(scope).hasCaptured("first");
    }
  }

  @CaptureActivations("first")
  static class InConstructor {
    InConstructor(CaptureScope scope) {}

    @Test
    void fails() {}
  }

  @CaptureActivations("first")
  static class BeforeAllTests {
    @BeforeAll
    static void before(CaptureScope scope) {}

    @Test
    void fails() {}
  }

  @CaptureActivations("first")
  static class WrongField {
    @InjectCaptureScope private String text;

    @Test
    void fails() {}
  }

  @CaptureActivations("first")
  static class StaticField {
    @InjectCaptureScope private static CaptureScope field;

    @Test
    void fails() {}
  }

  @CaptureActivations("first")
  static class FinalField {
    @InjectCaptureScope private final CaptureScope field = null;

    @Test
    void fails() {}
  }

  @CaptureActivations("layer1.*.relu")
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class LoadedByAField {
    private static final Path MODELS =
        Path.of("..", "torchscript", "src", "test", "resources", "models");

    private final ZooModel<NDList, NDList> model = load();

    private static ZooModel<NDList, NDList> load() {
      try {
        return Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(MODELS.resolve("cnn-scripted.pt"))
            .optEngine("PyTorch")
            .build()
            .loadModel();
      } catch (IOException | ModelException e) {
        throw new IllegalStateException(e);
      }
    }

    @Test
    void isSeenInto(CaptureScope scope) throws Exception {
      NDManager manager = model.getNDManager();
      NDArray image = ArrayFile.read(MODELS.resolve("cnn-scripted.npz"), manager).get("input/0");
      try (Predictor<NDList, NDList> predictor = model.newPredictor()) {
        predictor.predict(new NDList(image));
      }
      assertThat(scope).activations("layer1.0.relu").wasCalled(2);
    }
  }

  @CaptureActivations({"first", "relu"})
  static class Soft {
    @Test
    void assertionsAreCollected(CaptureScope scope) {
      run();
      LayertapSoftAssertions softly = new LayertapSoftAssertions();
      softly.assertThat(scope).activations("relu").filteredOn(one -> true).first().hasShape(1);
      softly.assertThat(scope).activation("first").hasShape(2);
      softly.assertThat(scope).activation("nothing");
      assertThat(softly.errorsCollected()).hasSize(3);
    }
  }
}
