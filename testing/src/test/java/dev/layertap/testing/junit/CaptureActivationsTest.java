// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.layertap.select.SelectorSyntaxException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class CaptureActivationsTest {
  private static EngineExecutionResults execute(Class<?> type) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(type))
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
        .execute();
  }

  /** What each failed test, or container, of a class threw. */
  private static Map<String, Throwable> failures(Class<?> type) {
    return execute(type).allEvents().failed().stream()
        .collect(
            Collectors.toMap(
                event -> event.getTestDescriptor().getDisplayName().replace("()", ""),
                CaptureActivationsTest::thrown));
  }

  private static Throwable thrown(Event event) {
    return event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
  }

  private static Throwable onlyFailure(Class<?> type) {
    List<Throwable> all = List.copyOf(failures(type).values());
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Cases.Adding.class,
        Cases.Composed.class,
        Cases.Inherited.class,
        Cases.ComposedTwice.class,
        Cases.OwnCaptures.class,
        Cases.Templates.class,
        Cases.FieldOfAnInnerInstance.class,
        Cases.Annotated.class,
        Cases.OnMethods.class,
        Cases.PerClass.class,
        Cases.Parallel.class,
        Cases.OtherThreads.class
      })
  void testsHaveTheirScope(Class<?> type) {
    assertThat(failures(type)).isEmpty();
    assertThat(execute(type).testEvents().succeeded().count()).isPositive();
  }

  @Test
  void everyTestOfTheClassAndOfNestedOnesRuns() {
    assertThat(execute(Cases.Adding.class).testEvents().succeeded().count()).isEqualTo(8);
  }

  @Test
  void aCaptureThatGaveNothingFailsTheTest() {
    Map<String, Throwable> failures = failures(Cases.Unfired.class);
    assertThat(failures).containsOnlyKeys("fails", "failsForItsOwnReasonOnly");
    assertThat(failures.get("fails"))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            Expecting all captures to have fired, but not all did:
              "idle" did not run: it matches idle (Linear), but this was not called in the scope's one pass.
              Nothing in SmallNet matches "frist" (open(...)). Did you mean "first"?""");
    assertThat(failures.get("failsForItsOwnReasonOnly"))
        .hasMessage("its own")
        .hasNoSuppressedExceptions();
  }

  @Test
  void aTestThatRunsNoModelFails() {
    assertThat(onlyFailure(Cases.NothingRan.class))
        .hasMessageStartingWith(
            """
            Expecting all captures to have fired, but not all did:
              No forward pass ran in this scope. It follows the thread that opened it (""");
  }

  @Test
  void anErrorInsideOfLayertapFailsTheTest() {
    Map<String, Throwable> failures = failures(Cases.InternalErrors.class);
    assertThat(failures).containsOnlyKeys("fails");
    assertThat(failures.get("fails"))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            Expecting no errors inside of Layertap, but there were 1, so what was captured may not be all:
              when "output mean(7)" was kept of call 0 of first (Linear): java.lang.IllegalArgumentException: mean(7) does not fit an array of shape (1, 4), which has 2 axes""");
  }

  @Test
  void aBudgetThatIsUsedUpFailsTheTest() {
    assertThat(onlyFailure(Cases.OverBudget.class))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            Expecting all captures to have fired, but not all did:
              The scope's budget of 8 bytes is used up: first, pass 0, call 0 needs 16 bytes more, and 0 activations hold 0 bytes. From there on nothing was captured. Select fewer places, or keep less of them: statistics, mean(2, 3), slice(0, 0, 1), last, every(10).""");
  }

  @Test
  void aSelectorThatCannotBeReadFailsTheTest() {
    assertThat(onlyFailure(Cases.Misspelled.class))
        .isInstanceOf(SelectorSyntaxException.class)
        .hasMessage(
            "Cannot read the selector \"first or\" at column 9: a selector is missing; \"**\" picks all"
                + " below the root, \".\" the root");
  }

  @Test
  void aScopeIsNoParameterOfWhatRunsOutsideOfTests() {
    assertThat(onlyFailure(Cases.InConstructor.class))
        .hasMessage(
            "The parameter \"scope\" of dev.layertap.testing.junit.Cases$InConstructor(dev.layertap.CaptureScope)"
                + " cannot be a CaptureScope: each test has a scope of its own, which is opened"
                + " before its @BeforeEach methods. Take it there, or in the test.");
    assertThat(onlyFailure(Cases.BeforeAllTests.class))
        .hasMessageStartingWith(
            "The parameter \"scope\" of static void"
                + " dev.layertap.testing.junit.Cases$BeforeAllTests.before(");
  }

  @Test
  void aFieldThatCannotTakeAScopeIsNamed() {
    assertThat(onlyFailure(Cases.WrongField.class))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(
            "The field dev.layertap.testing.junit.Cases$WrongField.text carries"
                + " @InjectCaptureScope, but its type is java.lang.String, not"
                + " dev.layertap.CaptureScope.");
    assertThat(onlyFailure(Cases.StaticField.class))
        .hasMessage(
            "The field dev.layertap.testing.junit.Cases$StaticField.field carries"
                + " @InjectCaptureScope, but is static: each test has a scope of its own.");
    assertThat(onlyFailure(Cases.FinalField.class))
        .hasMessage(
            "The field dev.layertap.testing.junit.Cases$FinalField.field carries"
                + " @InjectCaptureScope, but is final: each test has a scope of its own.");
    assertThat(onlyFailure(Cases.FieldOfAnOuterInstance.class))
        .hasMessage(
            "The field dev.layertap.testing.junit.Cases$FieldOfAnOuterInstance.outer carries"
                + " @InjectCaptureScope, but tests that run at the same time share its instance"
                + " (PER_CLASS). Take the scope as a parameter instead.");
    assertThat(onlyFailure(Cases.SharedField.class))
        .hasMessage(
            "The field dev.layertap.testing.junit.Cases$SharedField.field carries"
                + " @InjectCaptureScope, but tests that run at the same time share its instance"
                + " (PER_CLASS). Take the scope as a parameter instead.");
  }
}
