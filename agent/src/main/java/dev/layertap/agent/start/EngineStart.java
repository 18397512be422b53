// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The starts of the TorchScript part for one engine. There is one part beside the engine or below
 * it, or one in each web app that brings it and shares the engine with others: then the models that
 * an app loads are its own part's.
 */
final class EngineStart {
  private static final String ENTRY = "dev.layertap.torchscript.run.EngineHooks";

  private final Class<?> type;
  private final ClassLoader engine;
  private final EngineStarter starter;
  private final Map<String, Object> facts;
  private final Consumer<String> user;

  /** A part is kept by its own class, so that a web app that brings it can be collected. */
  private final ClassValue<EnginePart> parts =
      new ClassValue<>() {
        @Override
        protected EnginePart computeValue(Class<?> entry) {
          return known(new EnginePart(entry, facts, user));
        }
      };

  /** Those that were started. */
  private volatile List<WeakReference<EnginePart>> known = List.of();

  /** The part that is nested in the agent's jar, if it is wanted. */
  private @Nullable Class<?> nested;

  /** The loader of that part, perhaps before it is wanted. */
  private @Nullable NestedJar unpacked;

  private @Nullable Refusal refusal;
  private volatile boolean over;

  EngineStart(
      Class<?> type, EngineStarter starter, Map<String, Object> facts, Consumer<String> user) {
    this.type = type;
    this.engine = type.getClassLoader();
    this.starter = starter;
    this.facts = facts;
    this.user = user;
  }

  /**
   * Hands on a call of the engine: the site's name, its object and its arguments. Whose model it is
   * knows the part that had it loaded; the others have nothing to say.
   */
  @Nullable Object apply(Object[] call) {
    if (String.valueOf(call[0]).startsWith("LOAD")) {
      return load(call);
    }
    List<WeakReference<EnginePart>> present = known;
    for (int i = 0; i < present.size(); i++) { // an iterator would be an allocation in each forward
      EnginePart part = present.get(i).get();
      Object told = part == null ? null : part.apply(call);
      if (told != null) {
        return told;
      }
    }
    return null;
  }

  /** The class that stands for the engine. */
  Class<?> engine() {
    return type;
  }

  /** What each part has to say of the models that were loaded; nothing if none was started. */
  List<Map<?, ?>> facts() {
    List<Map<?, ?>> told = new ArrayList<>();
    for (EnginePart part : started()) {
      told.add(part.facts());
    }
    return told;
  }

  /** Lets go of the parts, and starts none any more. */
  synchronized void close() {
    over = true;
    for (EnginePart part : started()) {
      part.close();
      parts.remove(part.entry());
    }
    nested = null;
    unpacked = null;
  }

  private List<EnginePart> started() {
    List<EnginePart> present = new ArrayList<>();
    for (WeakReference<EnginePart> reference : known) {
      EnginePart part = reference.get();
      if (part != null) {
        present.add(part);
      }
    }
    return present;
  }

  private synchronized EnginePart known(EnginePart added) {
    List<WeakReference<EnginePart>> all = new ArrayList<>();
    for (EnginePart part : started()) {
      all.add(new WeakReference<>(part));
    }
    all.add(new WeakReference<>(added));
    known = List.copyOf(all);
    return added;
  }

  private @Nullable Object load(Object[] call) {
    Class<?> entry = findEntry();
    if (entry != null) {
      return parts.get(entry).load(call);
    }
    return refusal; // or nothing, and a web app that brings the part may still come
  }

  private synchronized @Nullable Class<?> findEntry() {
    if (over) {
      return null;
    }
    try {
      return find();
    } catch (ReflectiveOperationException | IOException | RuntimeException | LinkageError e) {
      over = true;
      refusal = EnginePart.complain(e, facts, user);
      return null;
    }
  }

  private @Nullable Class<?> find() throws IOException, ClassNotFoundException {
    Optional<ConfiguredStarter> core = starter.core();
    ClassLoader coreLoader = core.isPresent() ? core.get().coreFor(engine) : null;
    if (has(engine)) {
      return Class.forName(ENTRY, false, engine);
    }
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null && context != engine && has(context)) {
      return Class.forName(ENTRY, false, context);
    }
    if (nested == null && coreLoader != null) {
      nested = Class.forName(ENTRY, false, unpack(coreLoader));
    }
    return nested;
  }

  /** The loader of the part that is nested in the agent's jar; it may be asked for early. */
  synchronized ClassLoader unpack(ClassLoader coreLoader) throws IOException {
    NestedJar present = unpacked;
    if (present == null || present.otherParts() != coreLoader) {
      present = NestedJar.of("torchscript", engine, coreLoader);
      unpacked = over ? null : present;
    }
    return present;
  }

  private static boolean has(ClassLoader loader) {
    return loader.getResource(ENTRY.replace('.', '/') + ".class") != null;
  }
}
