// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.junit;

import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.take.Take;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What the annotations of a test ask for together.
 *
 * @param annotations from the outermost class to the method, at least one
 */
record CapturePlan(List<CaptureActivations> annotations) {
  static CapturePlan of(ExtensionContext context) {
    List<AnnotatedElement> elements = new ArrayList<>(Contexts.of(context).classes());
    context.getTestMethod().ifPresent(elements::add);
    return new CapturePlan(
        elements.stream()
            .flatMap(
                element ->
                    AnnotationSupport.findAnnotation(element, CaptureActivations.class).stream())
            .distinct()
            .toList());
  }

  private CaptureActivations innermost() {
    return annotations.get(annotations.size() - 1);
  }

  boolean failsOnUnfired() {
    return innermost().failOnUnfired();
  }

  boolean failsOnInternalErrors() {
    return innermost().failOnInternalErrors();
  }

  CaptureScope open() {
    CaptureScope.Builder builder = Layertap.builder();
    if (annotations.stream().anyMatch(one -> one.value().length == 0)) {
      builder.addConfigured().addAnnotated();
    }
    Set<String> known = new LinkedHashSet<>();
    for (CaptureActivations one : annotations) {
      for (String capture : one.value()) {
        if (known.add(capture + "\n" + one.take())) {
          add(builder, capture, one.take());
        }
      }
    }
    if (innermost().budget() != Long.MAX_VALUE) {
      builder.optBudget(innermost().budget());
    }
    if (innermost().allThreads()) {
      builder.optAllThreads();
    }
    return builder.open();
  }

  private static void add(CaptureScope.Builder builder, String capture, String take) {
    if (take.isBlank()) {
      builder.addCapture(capture);
    } else {
      builder.addCapture(capture, Take.parse(take));
    }
  }
}
