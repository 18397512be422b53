// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.util.List;

/**
 * What a woven {@code forward} costs while no scope is open.
 *
 * <p>Woven and not woven can't share a JVM, so JVMs of both kinds run by turns.
 */
final class IdleCase implements Case {
  private static final int PAIRS = 8;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public List<Figure> measure() throws Exception {
    double[] ratios = new double[PAIRS];
    double[] bytes = new double[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      boolean wovenFirst = i % 2 == 1;
      JmhRun first = run(wovenFirst);
      JmhRun second = run(!wovenFirst);
      JmhRun woven = wovenFirst ? first : second;
      JmhRun plain = wovenFirst ? second : first;
      ratios[i] = woven.nanos() / plain.nanos();
      bytes[i] = woven.bytes() - plain.bytes();
    }
    return List.of(
        Figure.of(
            "idle.time",
            "a block with a microsecond of work, woven, no scope open, against not woven",
            Estimate.of(ratios),
            "x",
            1.01,
            PAIRS),
        Figure.of(
            "idle.allocation",
            "what the woven code allocates in a call, no scope open (under 0.05 is none)",
            Estimate.of(bytes),
            "bytes",
            0.05,
            PAIRS));
  }

  private static JmhRun run(boolean woven) throws Exception {
    return JmhRun.of(
        IdleForward.class,
        "forward",
        woven ? List.of("-javaagent:" + AgentFile.layertap()) : List.of());
  }
}
