// SPDX-License-Identifier: Apache-2.0
package dev.layertap.bridge;

import dev.layertap.Captured;
import dev.layertap.model.BlockTree;
import dev.layertap.select.Place;
import dev.layertap.sink.SinkPass;
import dev.layertap.sink.run.SinkQueue;
import dev.layertap.sink.run.Sinks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;

/** What came of the configured captures so far, for whoever asks how they do. */
final class PassRecord {
  /** A model whose errors differ from pass to pass shall not fill the memory. */
  private static final int MOST_ERRORS = 10;

  private final Map<String, Long> fired = new LinkedHashMap<>();
  private final Set<String> errors = new LinkedHashSet<>();
  private final Set<BlockTree> trees = Collections.newSetFromMap(new WeakHashMap<>());
  private List<String> unfired = List.of();
  private long captured;

  PassRecord(List<String> wanted) {
    wanted.forEach(capture -> fired.put(capture, 0L));
  }

  /** A model ran. */
  synchronized void ran(BlockTree tree) {
    trees.add(tree);
  }

  /** Adds a pass that has ended, as the sinks are given it. */
  synchronized void add(SinkPass pass) {
    Captured what = pass.captured();
    captured++;
    what.counts().forEach((capture, count) -> fired.merge(capture, (long) count, Long::sum));
    // Why something gave nothing is costly to find out, and mostly the same as in the pass before.
    if (fired.containsValue(0L) && Long.bitCount(captured) == 1) {
      unfired = what.unfiredCaptures();
    }
    what.internalErrors().forEach(error -> error("failed " + error));
    what.overBudget().ifPresent(this::error);
  }

  synchronized void error(String line) {
    if (errors.size() < MOST_ERRORS) {
      errors.add(line);
    }
  }

  synchronized Map<String, Object> facts(long seen, SinkQueue queue, Sinks sinks, String sampling) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", "configuration");
    facts.put("passes", seen);
    facts.put("captured", captured);
    facts.put("dropped", queue.dropped());
    facts.put("waiting", queue.waiting());
    facts.put("waitingBytes", queue.bytes());
    facts.put("sampling", sampling);
    facts.put("captures", new LinkedHashMap<>(fired));
    facts.put("unfired", fired.containsValue(0L) ? unfired : List.of());
    facts.put("opaque", opaque());
    facts.put("errors", List.copyOf(errors));
    facts.put("sinks", sinks.facts());
    return facts;
  }

  /** The places that cannot be seen into, in all models that ran. */
  private List<String> opaque() {
    Set<String> lines = new TreeSet<>();
    for (BlockTree tree : trees) {
      for (Place place : tree.places()) {
        place
            .opaque()
            .ifPresent(reason -> lines.add(place + " in " + tree.root().type() + ": " + reason));
      }
    }
    return List.copyOf(lines);
  }
}
