// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The blocks that the app had loaded before the agent came. */
public final class LoadedBlocks {
  private static final String BLOCK = "ai.djl.nn.Block";

  private final Instrumentation instrumentation;
  private final WeavingRecord record;
  private final Predicate<Class<?>> others;
  private final Set<Class<?>> done = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Makes ready to weave what is loaded.
   *
   * @param instrumentation the JVM's
   * @param record where failures are written down
   * @param others classes that are no blocks but must be woven too
   */
  public LoadedBlocks(
      Instrumentation instrumentation, WeavingRecord record, Predicate<Class<?>> others) {
    this.instrumentation = instrumentation;
    this.record = record;
    this.others = others;
  }

  /**
   * Sends them through the transformer, which must be in place.
   *
   * <p>Other threads may load blocks meanwhile, so it looks again until there are no more.
   */
  public void weave() {
    for (List<Class<?>> blocks = find(); !blocks.isEmpty(); blocks = find()) {
      retransform(blocks);
      done.addAll(blocks);
    }
  }

  /**
   * Asks each class for its ancestors only: asking for its methods would load the app's classes.
   */
  private List<Class<?>> find() {
    Class<?>[] loaded = instrumentation.getAllLoadedClasses();
    List<Class<?>> roots = new ArrayList<>();
    for (Class<?> type : loaded) {
      if (type.getName().equals(BLOCK)) {
        roots.add(type);
      }
    }
    List<Class<?>> found = new ArrayList<>();
    if (!roots.isEmpty()) {
      for (Class<?> type : loaded) {
        if ((isBlock(type, roots) || others.test(type))
            && !done.contains(type)
            && canBeWoven(type)) {
          // Those that are checked come first: what they show may keep the others unwoven.
          boolean first = ExpectedDjl.isChecked(type.getName().replace('.', '/'));
          found.add(first ? 0 : found.size(), type);
        }
      }
    }
    return found;
  }

  private static boolean isBlock(Class<?> type, List<Class<?>> roots) {
    for (Class<?> root : roots) {
      if (root.isAssignableFrom(type)) {
        return true;
      }
    }
    return false;
  }

  private boolean canBeWoven(Class<?> type) {
    return !type.isHidden() && instrumentation.isModifiableClass(type);
  }

  private void retransform(List<Class<?>> blocks) {
    try {
      instrumentation.retransformClasses(blocks.toArray(Class<?>[]::new));
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      // One bad class fails the batch: find out which.
      blocks.forEach(this::retransformAlone);
    }
  }

  private void retransformAlone(Class<?> block) {
    try {
      instrumentation.retransformClasses(block);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      Object unused = record.unwoven(block.getName(), block.getClassLoader(), e);
    }
  }
}
