// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.bridge;

import dev.layertap.agent.jar.OwnFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The bridge as it is at run time, a class of {@code java.lang} that nothing can link to by name.
 */
public final class InstalledBridge {
  /** The bridge's name at run time. */
  public static final String NAME = "java.lang.$LayertapBridge";

  private static final Renaming TO_RUN_TIME =
      new Renaming("dev/layertap/agent/bridge/Bridge", "java/lang/$LayertapBridge");

  private final Class<?> type;

  private InstalledBridge(Class<?> type) {
    this.type = type;
  }

  /**
   * Finds the bridge that an agent of this JVM has installed.
   *
   * @return empty if there is none
   */
  public static Optional<InstalledBridge> find() {
    try {
      return Optional.of(new InstalledBridge(Class.forName(NAME, false, null)));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Defines the bridge, in a JVM that has none.
   *
   * @param instrumentation what may open {@code java.lang}, to the agent alone. Appending a jar to
   *     the bootstrap path would do as well, but makes the JVM print a warning about shared
   *     archives
   * @return the bridge
   * @throws ReflectiveOperationException if the JVM refuses
   * @throws IOException if the agent's jar is damaged
   */
  public static InstalledBridge install(Instrumentation instrumentation)
      throws ReflectiveOperationException, IOException {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(InstalledBridge.class.getModule())),
        Set.of(),
        Map.of());
    return new InstalledBridge(
        MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
            .defineClass(linkedToBridge(InstalledBridge.class, "Bridge")));
  }

  /**
   * Reads one of the agent's own classes, with each mention of the bridge's class turned to the
   * name that it has at run time.
   *
   * @param neighbour a class of the same package
   * @param simpleName the class's name
   * @return its class file
   * @throws IOException if the agent's jar is damaged
   */
  public static byte[] linkedToBridge(Class<?> neighbour, String simpleName) throws IOException {
    String file = neighbour.getPackageName().replace('.', '/') + "/" + simpleName + ".class";
    byte[] classFile = OwnFiles.read(file);
    if (classFile == null) {
      throw new FileNotFoundException(file + " in the agent's jar");
    }
    return TO_RUN_TIME.apply(classFile);
  }

  /**
   * Returns what is known about the agent, by name.
   *
   * @return the live map
   */
  @SuppressWarnings("unchecked")
  public ConcurrentMap<String, Object> facts() {
    try {
      return (ConcurrentMap<String, Object>) type.getMethod("facts").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw unusable(e);
    }
  }

  /**
   * Adds a listener, held weakly.
   *
   * @param listener told of each entry into a woven {@code forward}
   * @return removes it
   */
  public Runnable listen(BiFunction<Object, Object[], ?> listener) {
    try {
      return (Runnable) type.getMethod("listen", BiFunction.class).invoke(null, listener);
    } catch (ReflectiveOperationException e) {
      throw unusable(e);
    }
  }

  /**
   * Sets who is told of what the TorchScript engine does.
   *
   * @param listener told of each entry into one of its woven methods; null for nobody
   */
  public void engine(@Nullable BiFunction<Object, Object[], ?> listener) {
    try {
      Object unused = type.getMethod("engine", BiFunction.class).invoke(null, listener);
    } catch (ReflectiveOperationException e) {
      throw unusable(e);
    }
  }

  /**
   * Returns who is told of entries into a woven {@code forward}.
   *
   * @return those that are still in use
   */
  public List<Object> listeners() {
    List<Object> listeners = new ArrayList<>();
    try {
      Object[] references = (Object[]) type.getField("listeners").get(null);
      for (Object reference : references == null ? new Object[0] : references) {
        Object listener = ((WeakReference<?>) reference).get();
        if (listener != null) {
          listeners.add(listener);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw unusable(e);
    }
    return listeners;
  }

  private static IllegalStateException unusable(ReflectiveOperationException e) {
    return new IllegalStateException(NAME + " is not a bridge of this agent", e);
  }
}
