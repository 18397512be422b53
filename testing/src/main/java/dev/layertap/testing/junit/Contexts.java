// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Where a test stands.
 *
 * <p>Asked of the contexts themselves, because JUnit 5.9 to 5.12, which Spring Boot 3 brings, have
 * no {@code getEnclosingTestClasses}.
 *
 * @param all from the engine's to the test's
 */
record Contexts(List<ExtensionContext> all) {
  static Contexts of(ExtensionContext test) {
    List<ExtensionContext> all = new ArrayList<>();
    for (Optional<ExtensionContext> one = Optional.of(test);
        one.isPresent();
        one = one.get().getParent()) {
      all.add(0, one.get());
    }
    return new Contexts(all);
  }

  /** The test's class, and before it those that enclose it. */
  List<Class<?>> classes() {
    return all.stream().flatMap(one -> one.getTestClass().stream()).distinct().toList();
  }

  /**
   * Whether tests that may run at the same time share the instance of a class.
   *
   * @param depth which of {@link #classes}; an inner one that lives for all of its tests keeps the
   *     instances that enclose it
   */
  boolean sharesAtTheSameTime(int depth) {
    List<Class<?>> classes = classes();
    Optional<Class<?>> owner =
        classes.subList(depth, classes.size()).stream().filter(this::livesForAllTests).findFirst();
    return owner.isPresent()
        && all.stream()
            .skip(contextOf(owner.get()) + 1L)
            .anyMatch(below -> below.getExecutionMode() == ExecutionMode.CONCURRENT);
  }

  private boolean livesForAllTests(Class<?> type) {
    return all.get(contextOf(type))
        .getTestInstanceLifecycle()
        .filter(Lifecycle.PER_CLASS::equals)
        .isPresent();
  }

  private int contextOf(Class<?> type) {
    int index = 0;
    while (!all.get(index).getTestClass().filter(type::equals).isPresent()) {
      index++;
    }
    return index;
  }
}
