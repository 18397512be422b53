// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import com.sun.source.util.Trees;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;

/**
 * Whether a block is registered with its parent, as far as the source shows: known under javac
 * only, and not where a build tool stands between the two, as Gradle's incremental mode does.
 */
final class Registration {
  private final Optional<RegistrationInSource> source;

  Registration(ProcessingEnvironment environment) {
    this.source = source(environment);
  }

  private static Optional<RegistrationInSource> source(ProcessingEnvironment environment) {
    try {
      return Optional.of(new RegistrationInSource(Trees.instance(environment)));
    } catch (IllegalArgumentException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** Whether the source of the field's class shows that nothing ever registers its block. */
  boolean isMissing(Element field) {
    return source.map(one -> one.showsNoRegistration(field)).orElse(false);
  }
}
