// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import dev.layertap.agent.config.Configuration;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one start of core for one DJL. */
final class CoreStart {
  private static final String ENTRY = "dev.layertap.bridge.ConfiguredStart";

  private final ClassLoader djl;
  private final Configuration configuration;
  private final Consumer<String> user;
  private final EndOfJvm end;

  /**
   * What core listens with: this is what keeps it, and so core, alive. It is an {@link
   * AutoCloseable} too, which ends all that core does for the configuration, and a {@link
   * java.util.function.Supplier} of a map of what there is to know of it.
   */
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private @Nullable Object listener;

  private @Nullable ClassLoader coreLoader;
  private boolean begun;
  private volatile Optional<String> fatal = Optional.empty();
  private volatile boolean over;

  CoreStart(ClassLoader djl, Configuration configuration, Consumer<String> user, EndOfJvm end) {
    this.end = end;
    this.djl = djl;
    this.configuration = configuration;
    this.user = user;
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
        listener = start();
        if (listener instanceof AutoCloseable run) {
          end.close(run);
        }
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
    return listener == null ? null : coreLoader;
  }

  private @Nullable Object start() throws ReflectiveOperationException, IOException {
    coreLoader = findCore();
    return Class.forName(ENTRY, true, coreLoader)
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
    return hasCore() ? djl : NestedJar.of("core", djl, djl);
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
