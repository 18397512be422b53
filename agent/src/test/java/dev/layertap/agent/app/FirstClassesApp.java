// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Loads its very first classes of DJL on many threads at the same moment, and says what is woven.
 */
public final class FirstClassesApp {
  private static final List<String> CLASSES =
      List.of(
          "dev.layertap.agent.app.OwnBlock",
          "dev.layertap.agent.app.PairBlock",
          "ai.djl.nn.AbstractBaseBlock",
          "ai.djl.basicmodelzoo.nlp.SimpleTextEncoder",
          "ai.djl.modality.nlp.EncoderDecoder",
          "ai.djl.nn.LambdaBlock");

  private FirstClassesApp() {}

  public static void main(String[] arguments) throws Exception {
    CyclicBarrier start = new CyclicBarrier(CLASSES.size());
    ExecutorService pool = Executors.newFixedThreadPool(CLASSES.size());
    List<Future<?>> loaded = new ArrayList<>();
    for (String name : CLASSES) {
      loaded.add(
          pool.submit(
              () -> {
                start.await();
                return load(name);
              }));
    }
    for (Future<?> one : loaded) {
      one.get();
    }
    pool.shutdown();
    Class<?> bridge = Class.forName("java.lang.$LayertapBridge", false, null);
    Map<?, ?> facts = (Map<?, ?>) bridge.getMethod("facts").invoke(null);
    for (Object woven : new TreeSet<Object>((java.util.Set<?>) facts.get("woven"))) {
      System.out.println(String.valueOf(woven).replaceFirst(" in .*", ""));
    }
  }

  private static boolean load(String name) {
    try {
      Class.forName(name, false, FirstClassesApp.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false; // not every one is on the class path
    }
  }
}
