// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.bridge;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What woven code calls, and where listeners register.
 *
 * <p><b>Never name this class from other code.</b> At run time it is {@code
 * java.lang.$LayertapBridge}: {@link InstalledBridge} gives its bytes that name and defines them
 * for the bootstrap loader, because that is the only place that a block of any loader (an app's, a
 * web app's, a plug-in's) can link to, and the only way to have exactly one in a JVM. A copy of it
 * that the agent's own loader loaded has no listeners and hears nothing.
 *
 * <p>Hence it is one class, without any nested ones, and names nothing but JDK types. Listeners are
 * held weakly: they belong to web apps that shall be collectable once they are undeployed.
 */
public final class Bridge {
  /**
   * Weak references to the listeners, in the order they came, or null while there is none. Woven
   * code reads this one field in each {@code forward}, and goes on if it is null.
   */
  @SuppressWarnings("NonFinalStaticField") // the one mutable static, which this class is for
  public static volatile Object @Nullable [] listeners;

  /** Told of what the TorchScript engine does, if the agent has something to tell. */
  @SuppressWarnings("NonFinalStaticField") // set once, by the agent
  private static volatile @Nullable BiFunction<Object, Object[], ?> engine;

  private static final Object LOCK = new Object();
  private static final AtomicLong ERRORS = new AtomicLong();
  private static final ConcurrentMap<String, Object> FACTS = new ConcurrentHashMap<>();

  static {
    FACTS.put("protocol", 1);
    FACTS.put("errors", ERRORS);
    FACTS.put("woven", ConcurrentHashMap.newKeySet());
  }

  private Bridge() {}

  /**
   * Returns what is known about the agent, by name.
   *
   * @return the live map; {@code docs/architecture.md} lists its keys
   */
  public static ConcurrentMap<String, Object> facts() {
    return FACTS;
  }

  /**
   * Adds a listener, last.
   *
   * @param listener told of each entry; returns what to tell of the exit, or null. Held weakly
   * @return removes this registration and no other; may be run again
   */
  public static Runnable listen(BiFunction<Object, Object[], ?> listener) {
    WeakReference<Object> added = new WeakReference<>(listener);
    replace(null, added);
    return () -> replace(added, null);
  }

  private static void replace(@Nullable Object removed, @Nullable Object added) {
    synchronized (LOCK) {
      Object[] before = listeners == null ? new Object[0] : listeners;
      Object[] after = new Object[before.length + 1];
      int kept = 0;
      for (Object reference : before) {
        if (reference != removed && ((WeakReference<?>) reference).get() != null) {
          after[kept++] = reference;
        }
      }
      if (added != null) {
        after[kept++] = added;
      }
      listeners = kept == 0 ? null : Arrays.copyOf(after, kept);
    }
  }

  /**
   * Tells the listeners that a {@code forward} begins.
   *
   * <p>One that registers meanwhile is told too: the first entry is what starts core in an app that
   * has a configuration only, and that entry must not be lost, on whatever thread.
   *
   * @param block the block that runs
   * @param store its parameters
   * @param inputs its input list
   * @param third whether it is training, or the list of labels
   * @param params its further parameters
   * @return what to give to {@link #exit}; null if nobody waits for it
   */
  public static @Nullable Object enter(
      Object block, Object store, Object inputs, Object third, @Nullable Object params) {
    Object[] told = {};
    Object[] current = listeners;
    if (current == null) {
      return null;
    }
    Object[] arguments = {store, inputs, third, params};
    Object token = null;
    while (current != null && current != told) {
      for (Object reference : current) {
        if (!contains(told, reference)) {
          token = join(token, enterOne((WeakReference<?>) reference, block, arguments));
        }
      }
      told = current;
      current = listeners;
    }
    return token;
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object enterOne(
      WeakReference<?> reference, Object block, Object[] arguments) {
    Object listener = reference.get();
    if (listener == null) {
      replace(reference, null);
      return null;
    }
    try {
      return ((BiFunction<Object, Object[], BiFunction<?, ?, ?>>) listener).apply(block, arguments);
    } catch (Throwable e) {
      count(e);
      return null;
    }
  }

  /** A token is null, an exit function, or an array of several. */
  private static @Nullable Object join(@Nullable Object token, @Nullable Object exit) {
    if (token == null || exit == null) {
      return token == null ? exit : token;
    }
    Object[] before = token instanceof Object[] several ? several : new Object[] {token};
    Object[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = exit;
    return after;
  }

  /**
   * Ends a woven method that returns.
   *
   * @param token what its beginning was given; null if nobody waits
   * @param result what it returns
   * @param type as for {@link #exit}
   * @return what it shall return
   */
  public static @Nullable Object leave(
      @Nullable Object token, @Nullable Object result, Class<?> type) {
    return token == null ? result : exit(token, result, null, type);
  }

  /**
   * Ends a woven method that throws.
   *
   * @param token what its beginning was given; null if nobody waits
   * @param thrown what it throws
   * @param type as for {@link #exit}
   */
  public static void failed(@Nullable Object token, Throwable thrown, Class<?> type) {
    if (token != null) {
      Object unused = exit(token, null, thrown, type);
    }
  }

  /**
   * Tells those who waited that a {@code forward} ends, the last one first.
   *
   * @param token what {@link #enter} returned
   * @param result what {@code forward} returned, or null if it threw
   * @param thrown what it threw
   * @param type what {@code forward} must return: anything else is counted as an error, where woven
   *     code would fail in the app with a {@code ClassCastException}
   * @return what it shall return, which only counts if nothing was thrown
   * @throws RuntimeException the first one that a listener returned, for a {@code forward} that
   *     threw nothing itself. That is how a listener stops the app on purpose, which the user must
   *     have asked for; what it throws stays here
   */
  public static @Nullable Object exit(
      Object token, @Nullable Object result, @Nullable Throwable thrown, Class<?> type) {
    Object[] several = token instanceof Object[] tokens ? tokens : new Object[] {token};
    Object current = result;
    RuntimeException fatal = null;
    for (int i = several.length - 1; i >= 0; i--) {
      Object told = exitOne(several[i], current, thrown, type);
      if (told instanceof RuntimeException wanted) {
        fatal = fatal == null ? wanted : fatal;
      } else {
        current = told;
      }
    }
    if (fatal != null) {
      throw fatal;
    }
    return current;
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object exitOne(
      Object exit, @Nullable Object result, @Nullable Throwable thrown, Class<?> type) {
    try {
      Object replaced =
          ((BiFunction<@Nullable Object, @Nullable Throwable, @Nullable Object>) exit)
              .apply(result, thrown);
      if (thrown != null || replaced == result) {
        return result;
      }
      if (type.isInstance(replaced) || replaced instanceof RuntimeException) {
        return replaced;
      }
      throw new ClassCastException(
          "A listener replaced the result of forward by "
              + (replaced == null ? "null" : "a " + replaced.getClass().getName())
              + "; it must be a "
              + type.getName());
    } catch (Throwable e) {
      count(e);
      return result;
    }
  }

  /**
   * Sets who is told of what the TorchScript engine does.
   *
   * @param listener told of the class and of the site's name, its object and its arguments, which
   *     it may change; returns what to tell of the exit, or null
   */
  public static void engine(@Nullable BiFunction<Object, Object[], ?> listener) {
    engine = listener;
  }

  /**
   * Tells that a method of the TorchScript engine begins.
   *
   * @param owner the engine's class
   * @param site which method of it
   * @param receiver the object it was called on, or null for a static method
   * @param arguments its arguments; what stands here on return is what the method gets
   * @return what to give to {@link #exit}; null if nobody waits for it
   */
  public static @Nullable Object enterEngine(
      Class<?> owner, String site, @Nullable Object receiver, Object[] arguments) {
    BiFunction<Object, Object[], ?> listener = engine;
    if (listener == null) {
      return null;
    }
    try {
      return listener.apply(owner, new Object[] {site, receiver, arguments});
    } catch (Throwable e) {
      count(e);
      return null;
    }
  }

  private static boolean contains(Object[] array, Object sought) {
    for (Object element : array) {
      if (element == sought) {
        return true;
      }
    }
    return false;
  }

  /** Keeps the first error as text: the error itself would keep its app from being collected. */
  private static void count(Throwable error) {
    try {
      if (ERRORS.getAndIncrement() == 0) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        FACTS.put("firstError", text.toString());
      }
    } catch (Throwable unprintable) {
      FACTS.putIfAbsent("firstError", error.getClass().getName());
    }
  }
}
