// SPDX-License-Identifier: Apache-2.0
package dev.layertap.bridge;

import dev.layertap.Captured;
import dev.layertap.sink.SinkPass;
import dev.layertap.sink.run.SinkQueue;
import dev.layertap.sink.run.Sinks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Remembers what came of the captures, for {@code status} and {@code doctor}. */
final class PassRecord {
  /** A model whose errors differ from pass to pass shall not fill the memory. */
  private static final int MOST_LINES = 100;

  private final Map<String, Fired> captures = new LinkedHashMap<>();
  private final Set<String> opaque = new LinkedHashSet<>();
  private final Set<String> errors = new LinkedHashSet<>();
  private long captured;

  private static final class Fired {
    private long times;
    private boolean isMatching;
    private int lastPass = -1;
  }

  PassRecord(List<String> wanted) {
    wanted.forEach(capture -> captures.put(capture, new Fired()));
  }

  synchronized void add(SinkPass pass) {
    Captured what = pass.captured();
    captured++;
    what.counts()
        .forEach(
            (capture, count) -> {
              Fired fired = captures.computeIfAbsent(capture, unseen -> new Fired());
              fired.times += count;
              fired.lastPass = count > 0 ? pass.number() : fired.lastPass;
            });
    what.matching()
        .forEach(
            capture -> captures.computeIfAbsent(capture, unseen -> new Fired()).isMatching = true);
    add(opaque, what.opaquePlaces());
    add(errors, what.internalErrors());
    what.overBudget().ifPresent(line -> add(errors, List.of(line)));
  }

  synchronized void error(String line) {
    add(errors, List.of(line));
  }

  private static void add(Set<String> lines, List<String> more) {
    for (String line : more) {
      if (lines.size() < MOST_LINES) {
        lines.add(line);
      }
    }
  }

  synchronized Map<String, Object> facts(long seen, SinkQueue queue, Sinks sinks, String sampling) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("passes", seen);
    facts.put("captured", captured);
    facts.put("dropped", queue.dropped());
    facts.put("waiting", queue.waiting());
    facts.put("waitingBytes", queue.bytes());
    facts.put("sampling", sampling);
    List<Map<String, Object>> list = new ArrayList<>();
    List<String> unmatched = new ArrayList<>();
    captures.forEach(
        (capture, fired) -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("capture", capture);
          one.put("fired", fired.times);
          one.put("lastPass", fired.lastPass);
          list.add(one);
          if (!fired.isMatching) {
            unmatched.add(capture);
          }
        });
    facts.put("captures", list);
    facts.put("unmatched", unmatched);
    facts.put("opaque", List.copyOf(opaque));
    facts.put("errors", List.copyOf(errors));
    facts.put("sinks", sinks.facts());
    return facts;
  }
}
