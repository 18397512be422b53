// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.run;

import dev.layertap.sink.Sink;
import dev.layertap.sink.files.FilesSink;
import dev.layertap.sink.jfr.JfrSink;
import dev.layertap.sink.metrics.MetricsSink;
import dev.layertap.text.Complaints;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sinks that a configuration may name: Layertap's own, and those that the app brings. */
final class KnownSinks {
  private KnownSinks() {}

  /** What makes a sink, by its name. One of ours gives way to the app's of that name. */
  static Map<String, Supplier<? extends Sink>> find() {
    Map<String, Supplier<? extends Sink>> found = new LinkedHashMap<>();
    found.put("files", FilesSink::new);
    found.put("jfr", JfrSink::new);
    found.put("log", LogSink::new);
    found.put("metrics", MetricsSink::new);
    add(found, Sink.class.getClassLoader());
    add(found, Thread.currentThread().getContextClassLoader());
    return found;
  }

  private static void add(
      Map<String, Supplier<? extends Sink>> found, @Nullable ClassLoader loader) {
    try {
      ServiceLoader.load(Sink.class, loader).stream()
          .forEach(provider -> found.put(provider.get().name(), provider));
    } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
      Complaints.say("a sink of the app cannot be used", e);
    }
  }
}
