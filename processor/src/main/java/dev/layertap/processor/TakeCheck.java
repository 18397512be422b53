// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import dev.layertap.take.Take;
import dev.layertap.take.TakeSyntaxException;
import javax.lang.model.element.AnnotationValue;

/** Refuses what the reader of {@code take} would refuse, in its words. */
final class TakeCheck {
  private TakeCheck() {}

  static boolean passes(Annotated annotated, Reporter reporter) {
    AnnotationValue take = annotated.take();
    if (take == null) {
      return true;
    }
    try {
      Take.check(annotated.capture().take());
      return true;
    } catch (TakeSyntaxException e) {
      reporter.say(Problem.TAKE, annotated, take, String.valueOf(e.getMessage()));
      return false;
    }
  }
}
