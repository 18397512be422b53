// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import dev.layertap.agent.config.Configuration;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Core for one DJL: started for a configuration, and once more for each new one. */
final class CoreStart {
  private static final String ENTRY = "dev.layertap.bridge.ConfiguredStart";

  private final Class<?> block;
  private final ClassLoader djl;
  private final Consumer<String> user;
  private final EndOfJvm end;
  private Configuration configuration;

  /**
   * What ends core's captures: this is what keeps core alive. It is a {@link
   * java.util.function.Supplier} of a map of what there is to know of them, too.
   */
  private @Nullable AutoCloseable captures;

  private @Nullable ClassLoader coreLoader;
  private boolean begun;
  private volatile Optional<String> fatal = Optional.empty();
  private volatile boolean over;

  CoreStart(Class<?> block, Configuration configuration, Consumer<String> user, EndOfJvm end) {
    this.block = block;
    this.djl = block.getClassLoader();
    this.end = end;
    this.configuration = configuration;
    this.user = user;
  }

  /** DJL's {@code Block}, which stands for the DJL. */
  Class<?> block() {
    return block;
  }

  /**
   * Returns when core listens, or cannot be started. Other threads wait for the first one, because
   * an outermost block that core does not see would leave the ones inside it without a path.
   *
   * @return why core cannot be started, if that is fatal
   */
  Optional<String> ensure() {
    if (!over) {
      startOnce();
    }
    return fatal;
  }

  private synchronized void startOnce() {
    if (begun) {
      return; // by an earlier thread, or by this one: core tries a block while it starts
    }
    begun = true;
    try {
      if (losesAnnotations()) {
        complain(
            "annotated=true wants layertap-core in the app, beside DJL: without it Java drops the"
                + " @Capture annotations as it loads the app's classes.");
      } else {
        AutoCloseable started = start();
        captures = started;
        end.add(started);
      }
    } catch (InvocationTargetException e) {
      complain(explained(e.getCause()));
    } catch (ReflectiveOperationException | IOException | RuntimeException | LinkageError e) {
      complain(explained(e));
    } finally {
      over = true;
    }
  }

  /** The loader of the core that was started; null if none was. */
  synchronized @Nullable ClassLoader loader() {
    return captures == null ? null : coreLoader;
  }

  /** Ends what was started; the next block that runs starts core for another configuration. */
  void restart(Configuration next) {
    stop();
    synchronized (this) {
      configuration = next;
      fatal = Optional.empty();
      begun = false;
      over = false;
    }
  }

  /** Ends what was started, lets go of core, and starts nothing any more. */
  void close() {
    stop();
    synchronized (this) {
      coreLoader = null;
    }
  }

  /** Passes that run are waited for, and they may want this object's lock: so it is not held. */
  private void stop() {
    AutoCloseable running;
    synchronized (this) {
      begun = true;
      over = true;
      running = captures;
      captures = null;
    }
    if (running != null) {
      try {
        running.close();
      } catch (Exception e) {
        user.accept("Core did not stop as it should: " + e);
      } finally {
        end.remove(running);
      }
    }
  }

  /**
   * Has core's classes there before the first block runs, and starts nothing.
   *
   * @return their loader; null if they will not be wanted
   */
  @Nullable ClassLoader prepare() throws IOException {
    if (losesAnnotations()) {
      return null;
    }
    ClassLoader loader;
    synchronized (this) {
      if (over && coreLoader == null) {
        return null; // it is closed
      }
      loader = findCore();
    }
    if (loader instanceof NestedJar nested) {
      nested.loadAll(); // without the lock: a block that runs already need not wait for all
    }
    return loader;
  }

  private AutoCloseable start() throws ReflectiveOperationException, IOException {
    return (AutoCloseable)
        Class.forName(ENTRY, true, findCore())
            .getMethod("start", Map.class)
            .invoke(null, configuration.toMap());
  }

  private boolean losesAnnotations() {
    return configuration.wantsAnnotated() && !hasCore();
  }

  private boolean hasCore() {
    return djl.getResource("dev/layertap/Layertap.class") != null;
  }

  private ClassLoader findCore() throws IOException {
    ClassLoader loader = coreLoader;
    if (loader == null) {
      loader = hasCore() ? djl : NestedJar.of("core", djl, djl);
      coreLoader = loader;
    }
    return loader;
  }

  private void complain(String reason) {
    String message = "Nothing is captured of what is configured: " + reason;
    if (configuration.isStrict()) {
      fatal = Optional.of(message);
    } else {
      user.accept(message);
    }
  }

  /** Core's own errors are written to be read; any other needs its type to be understood. */
  private static String explained(@Nullable Throwable reason) {
    if (reason != null && reason.getClass().getName().startsWith("dev.layertap.")) {
      return String.valueOf(reason.getMessage());
    }
    return String.valueOf(reason);
  }
}
