// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.take.Take;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ObjectName;

/**
 * Thirty-two threads with scopes of their own over one model. Every input is a number that no other
 * pass has, so that each captured value tells whose it is. Arguments: the passes of each thread in
 * each round; memory is measured after every round.
 */
public final class ManyThreads {
  private static final int THREADS = 32;
  private static final int PASSES_OF_A_SCOPE = 10;

  /** 64 KiB: memory that is not given back shows soon. */
  private static final Shape SHAPE = new Shape(64, 256);

  private final AtomicLong wrong = new AtomicLong();
  private final AtomicLong right = new AtomicLong();
  private final CyclicBarrier together = new CyclicBarrier(THREADS);
  private final Block model;

  private ManyThreads(Block model) {
    this.model = model;
  }

  public static void main(String[] args) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try (NDManager manager = NDManager.newBaseManager()) {
      ManyThreads app = new ManyThreads(model(manager));
      for (String passes : args) {
        app.run(pool, Integer.parseInt(passes));
        System.out.println("round " + arrays(manager) + " " + residentKilobytes());
      }
      System.out.println("right " + app.right);
      System.out.println("wrong " + app.wrong);
      System.out.println("listeners " + listeners());
      instancesOfLayertap().forEach(line -> System.out.println("left " + line));
    }
    pool.shutdown();
  }

  /** Adds one, passes a linear block that changes nothing, and doubles. */
  private static Block model(NDManager manager) {
    Block same = Linear.builder().setUnits(SHAPE.get(1)).optBias(false).build();
    Block model =
        new SequentialBlock()
            .addSingleton(array -> array.add(1))
            .add(same)
            .addSingleton(array -> array.mul(2));
    model.initialize(manager, DataType.FLOAT32, SHAPE);
    NDArray weight = same.getParameters().get(0).getValue().getArray();
    manager.eye((int) SHAPE.get(1)).copyTo(weight);
    return model;
  }

  private void run(ExecutorService pool, int passes) throws Exception {
    List<Future<?>> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      threads.add(
          pool.submit(
              () -> {
                together.await();
                for (int first = 0; first < passes; first += PASSES_OF_A_SCOPE) {
                  oneScope(thread * 10_000 + first);
                }
                return thread;
              }));
    }
    for (Future<?> thread : threads) {
      Object unused = thread.get();
    }
  }

  private void oneScope(int number) {
    try (CaptureScope scope =
        Layertap.builder()
            .addCapture("one=0", Take.both())
            .addCapture("same=1")
            .addCapture("mean=2", Take.outputs().mean(1))
            .open(".")) {
      for (int i = 0; i < PASSES_OF_A_SCOPE; i++) {
        pass(number + i);
      }
      List<Activation> all = scope.all();
      for (int i = 0; i < PASSES_OF_A_SCOPE; i++) {
        check(all.subList(5 * i, 5 * i + 5), number + i);
      }
      if (all.size() != 5 * PASSES_OF_A_SCOPE || !scope.internalErrors().isEmpty()) {
        wrong.incrementAndGet();
      }
    }
  }

  private void pass(int number) {
    try (NDManager own = NDManager.newBaseManager()) {
      NDArray input = own.full(SHAPE, (float) number);
      NDList unused = model.forward(new ParameterStore(own, false), new NDList(input), false);
    }
  }

  /** Input and output of the first block, outputs of the others, and the root's. */
  private void check(List<Activation> values, int number) {
    int[] expected = {number, number + 1, number + 1, 2 * number + 2, 2 * number + 2};
    for (int i = 0; i < expected.length; i++) {
      if (values.get(i).array().eq(expected[i]).all().getBoolean()) {
        right.incrementAndGet();
      } else {
        wrong.incrementAndGet();
      }
    }
  }

  /** All that any manager of the engine holds. */
  private static int arrays(NDManager manager) {
    return manager.getParentManager().getManagedArrays().size();
  }

  private static long residentKilobytes() throws Exception {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  private static Object listeners() throws ReflectiveOperationException {
    return Class.forName("java.lang.$LayertapBridge", true, null).getField("listeners").get(null);
  }

  /** Classes of ours of which a number of objects is left that comes from passes or scopes. */
  private static List<String> instancesOfLayertap() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .map(String::strip)
        .filter(line -> line.contains(" dev.layertap.") && !line.contains(".agent."))
        .map(line -> line.split("\\s+"))
        .filter(
            columns ->
                Integer.parseInt(columns[1]) >= THREADS
                    || columns[3].matches("dev.layertap.(CaptureScope|Activation|trace.*Trace)"))
        .map(columns -> columns[1] + " " + columns[3])
        .toList();
  }
}
