// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.util.List;

/** What a capture costs without the copy. */
final class BookkeepingCase implements Case {
  private static final int PAIRS = 3;

  @Override
  public String name() {
    return "bookkeeping";
  }

  @Override
  public List<Figure> measure() throws Exception {
    double[] nanos = new double[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      nanos[i] = run("captured").nanos() - run("idle").nanos();
    }
    return List.of(
        Figure.of(
            "bookkeeping",
            "one capture, bookkeeping only, against no scope",
            Estimate.of(nanos),
            "ns",
            300,
            PAIRS));
  }

  private static JmhRun run(String method) throws Exception {
    return JmhRun.of(Bookkeeping.class, method, List.of("-javaagent:" + AgentFile.layertap()));
  }
}
