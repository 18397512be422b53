// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.junit;

import static dev.layertap.testing.error.ShouldHaveFired.shouldHaveFired;
import static dev.layertap.testing.error.ShouldHaveRunWithoutInternalErrors.shouldHaveRunWithoutInternalErrors;

import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import java.util.List;
import org.assertj.core.error.ErrorMessageFactory;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/** Opens, hands out, checks and closes the scopes of {@link CaptureActivations}. */
final class CaptureActivationsExtension
    implements TestInstancePreConstructCallback,
        BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(CaptureActivationsExtension.class);

  /** An instance for all tests is made before {@link #beforeAll}, with the models in its fields. */
  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext factory, ExtensionContext context) {
    if (context.getTestInstanceLifecycle().filter(Lifecycle.PER_CLASS::equals).isPresent()) {
      attach();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    attach();
  }

  /** A TorchScript model that is loaded before the agent is there cannot be seen into. */
  private static void attach() {
    Layertap.builder().addAnnotated().open().close();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    CaptureScope scope = CapturePlan.of(context).open();
    // afterEach closes it should anything go wrong from here on; JUnit calls it in any case.
    context.getStore(NAMESPACE).put(CaptureScope.class, scope);
    ScopeFields.inject(scope, context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    CaptureScope open = context.getStore(NAMESPACE).get(CaptureScope.class, CaptureScope.class);
    if (open == null) {
      return; // it could not be opened, and that was said
    }
    try (CaptureScope scope = open) {
      check(scope, CapturePlan.of(context), context.getExecutionException().isEmpty());
    }
  }

  /** A test that failed may not have come to what it captures; that is no news. */
  private static void check(CaptureScope scope, CapturePlan plan, boolean succeeded) {
    List<String> errors = scope.internalErrors();
    if (plan.failsOnInternalErrors() && !errors.isEmpty()) {
      throw failure(shouldHaveRunWithoutInternalErrors(errors));
    }
    if (plan.failsOnUnfired() && succeeded) {
      List<String> unfired = scope.unfiredCaptures();
      if (!unfired.isEmpty()) {
        throw failure(shouldHaveFired(unfired));
      }
    }
  }

  private static AssertionError failure(ErrorMessageFactory message) {
    return new AssertionError(message.create().strip());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == CaptureScope.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    CaptureScope open = context.getStore(NAMESPACE).get(CaptureScope.class, CaptureScope.class);
    if (open == null || context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "The parameter \"%s\" of %s cannot be a CaptureScope: each test has a scope of its own, which is opened before its @BeforeEach methods. Take it there, or in the test."
              .formatted(
                  parameter.getParameter().getName(),
                  parameter.getDeclaringExecutable().toGenericString()));
    }
    return open;
  }
}
