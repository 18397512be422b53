// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.run;

import dev.layertap.sink.Sink;
import dev.layertap.sink.SinkOptions;
import dev.layertap.sink.SinkPass;
import dev.layertap.text.Complaints;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes one line a pass: to stderr, or to Java's own {@link System.Logger}, which leads to
 * whatever the app logs with, if the app has seen to that.
 */
final class LogSink implements Sink {
  private static final String TO = "to";

  private Consumer<String> to = Complaints::say;

  @Override
  public String name() {
    return "log";
  }

  @Override
  public Set<String> options() {
    return Set.of(TO);
  }

  @Override
  public void start(SinkOptions options) {
    if (options.word(TO, List.of("stderr", "logger")).equals("logger")) {
      System.Logger logger = System.getLogger("dev.layertap");
      to = line -> logger.log(System.Logger.Level.INFO, line);
    }
  }

  @Override
  public void write(SinkPass pass) {
    to.accept(pass.toString());
  }
}
