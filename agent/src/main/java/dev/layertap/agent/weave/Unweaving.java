// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Gives woven classes their own bytes again, when the transformers that wove them are gone. */
public final class Unweaving {
  private final Instrumentation instrumentation;
  private final List<String> failed = new ArrayList<>();
  private int restored;

  private Unweaving(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /**
   * Has the JVM make the classes anew, of the bytes that it keeps from before they were woven. A
   * {@code forward} that runs meanwhile ends as it began.
   *
   * @param instrumentation the JVM's
   * @param woven the classes, each with its loader, as {@link WeavingRecord} writes them
   * @return what came of it
   */
  public static Unweaving of(Instrumentation instrumentation, Set<String> woven) {
    Unweaving unweaving = new Unweaving(instrumentation);
    unweaving.restore(woven);
    return unweaving;
  }

  /**
   * Returns how many classes are as they were.
   *
   * @return the count
   */
  public int restored() {
    return restored;
  }

  /**
   * Returns the classes that stay woven, which does them no harm: nobody listens.
   *
   * @return each one's name and why
   */
  public List<String> failed() {
    return List.copyOf(failed);
  }

  private void restore(Set<String> woven) {
    List<Class<?>> classes = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      ClassLoader loader = type.getClassLoader();
      if (loader != null && woven.contains(WeavingRecord.described(type.getName(), loader))) {
        classes.add(type);
      }
    }
    if (classes.isEmpty()) {
      return;
    }
    try {
      instrumentation.retransformClasses(classes.toArray(Class<?>[]::new));
      restored = classes.size();
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      classes.forEach(this::restoreAlone); // one bad class fails the batch
    }
  }

  private void restoreAlone(Class<?> type) {
    try {
      instrumentation.retransformClasses(type);
      restored++;
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      failed.add(type.getName() + ": " + e);
    }
  }
}
