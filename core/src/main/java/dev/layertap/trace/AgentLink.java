// SPDX-License-Identifier: Apache-2.0
package dev.layertap.trace;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.lang.ref.Reference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The way to the agent: the one class that it defined in {@code java.lang}, which no loader hides.
 *
 * <p>Core may be loaded by any loader and many times over, so only JDK types cross.
 */
public final class AgentLink {
  private static final String BRIDGE = "java.lang.$LayertapBridge";
  private static final String SELF_ATTACH = "dev.layertap.agent.SelfAttach";
  private static final Integer PROTOCOL = 1;

  private volatile @Nullable Proven proven;

  AgentLink() {}

  /**
   * Returns what the agent was configured with.
   *
   * @return the configuration as plain maps, lists and strings; empty if there is none
   * @throws IllegalStateException if there is no agent and none can be attached
   */
  public Map<String, Object> configuration() {
    return configuration(bridge());
  }

  private static Map<String, Object> configuration(Class<?> bridge) {
    Object configuration = facts(bridge).get("configuration");
    if (!(configuration instanceof Map<?, ?> map)) {
      return Map.of();
    }
    @SuppressWarnings("unchecked")
    Map<String, Object> typed = (Map<String, Object>) map;
    return typed;
  }

  /**
   * Returns what the agent was configured with, and attaches none.
   *
   * @return the configuration; empty if there is none, or no agent, or one that was switched off
   */
  public static Map<String, Object> configurationIfAttached() {
    Class<?> bridge = findBridge();
    return bridge == null ? Map.of() : configuration(bridge);
  }

  /**
   * Returns why the agent has no configuration though the user made one.
   *
   * @return a sentence that names the mistake; empty if there is none
   * @throws IllegalStateException if there is no agent and none can be attached
   */
  public Optional<String> configurationError() {
    return Optional.ofNullable(facts(bridge()).get("configurationError")).map(String::valueOf);
  }

  /**
   * Returns the configured captures.
   *
   * @return the captures, in the file's order
   * @throws IllegalStateException if there is no agent and none can be attached
   */
  public List<ConfiguredCapture> configuredCaptures() {
    return captures(configuration());
  }

  /**
   * Returns the captures of a configuration.
   *
   * @param configuration as the agent hands it over
   * @return the captures, in the file's order
   */
  public static List<ConfiguredCapture> captures(Map<String, Object> configuration) {
    List<ConfiguredCapture> captures = new ArrayList<>();
    if (configuration.get("captures") instanceof List<?> list) {
      for (Object entry : list) {
        captures.add(
            entry instanceof Map<?, ?> map
                ? new ConfiguredCapture(
                    String.valueOf(map.get("capture")),
                    Optional.ofNullable(map.get("take")).map(String::valueOf),
                    String.valueOf(map.get("origin")))
                : new ConfiguredCapture(
                    String.valueOf(entry), Optional.empty(), "the configuration"));
      }
    }
    return captures;
  }

  /**
   * A capture that a configuration asks for.
   *
   * @param capture in the grammar's spelling
   * @param take what to take, in the written form, if the configuration says so
   * @param origin where it stands, for messages
   */
  public record ConfiguredCapture(String capture, Optional<String> take, String origin) {}

  /** Begins to listen; the bridge holds the listener weakly. */
  Runnable listen(
      BiFunction<Object, Object[], @Nullable BiFunction<Object, Throwable, Object>> listener) {
    Proven known = proven;
    if (known == null || !known.isCurrent()) {
      Class<?> bridge = bridge();
      Map<String, Object> facts = facts(bridge);
      Object start = facts.get("starts");
      prove(bridge);
      known = new Proven(method(bridge, "listen", BiFunction.class), facts, start);
      proven = known; // a serving app opens a scope for each request: looked up and proven once
    }
    return (Runnable) call(known.listen(), listener);
  }

  /** A start of the agent that was seen to weave DJL; the agent may be detached and start again. */
  private record Proven(Method listen, Map<String, Object> facts, @Nullable Object start) {
    boolean isCurrent() {
      return !facts.containsKey("off") && Objects.equals(start, facts.get("starts"));
    }
  }

  private static Class<?> bridge() {
    Class<?> bridge = findBridge();
    if (bridge == null) {
      attach();
      bridge = findBridge();
    }
    if (bridge == null) {
      throw new IllegalStateException(
          "The Layertap agent was attached but did not start; its reason stands on stderr.");
    }
    Object protocol = facts(bridge).get("protocol");
    if (!PROTOCOL.equals(protocol)) {
      throw new IllegalStateException(
          "layertap-core and the Layertap agent %s do not fit together (protocol %s, not %s); use one version of both."
              .formatted(facts(bridge).get("version"), protocol, PROTOCOL));
    }
    Object off = facts(bridge).get("off");
    if (off != null) {
      throw new IllegalStateException(String.valueOf(off));
    }
    return bridge;
  }

  private static @Nullable Class<?> findBridge() {
    // The agent waits for a class of DJL, and brings the bridge when there is one.
    Objects.requireNonNull(AbstractBaseBlock.class);
    try {
      return Class.forName(BRIDGE, false, null);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static void attach() {
    Class<?> selfAttach;
    try {
      selfAttach = Class.forName(SELF_ATTACH);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "The Layertap agent is not running. Start the JVM with -javaagent:layertap-agent.jar,"
              + " or put dev.layertap:layertap-agent on the class path, so that it can attach"
              + " itself.",
          e);
    }
    call(selfAttach, "attach", null, null);
  }

  /**
   * Calls a block that does nothing, to see that DJL's forward really is woven. Without this a
   * loader that was missed would show as no captures and no error.
   */
  private static void prove(Class<?> bridge) {
    AtomicBoolean heard = new AtomicBoolean();
    BiFunction<Object, Object[], @Nullable BiFunction<Object, Throwable, Object>> listener =
        (block, arguments) -> {
          if (block instanceof Probe) {
            heard.set(true);
          }
          return null;
        };
    Runnable stop = (Runnable) call(bridge, "listen", BiFunction.class, listener);
    try {
      new Probe().forward(null, new NDList(), false, null);
    } finally {
      stop.run();
      // The bridge holds it weakly.
      Reference.reachabilityFence(listener);
    }
    if (!heard.get()) {
      Object refused = facts(bridge).get("refused");
      throw new IllegalStateException(
          "The Layertap agent runs, but %s in %s is not woven: %s"
              .formatted(
                  AbstractBaseBlock.class.getName(),
                  AbstractBaseBlock.class.getClassLoader(),
                  refused != null ? refused : "its reason stands on stderr."));
    }
  }

  /** Whether a block is how some copy of core, of whatever loader, proves its agent. */
  static boolean isProbe(Block block) {
    return block.getClass().getName().equals(Probe.class.getName());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> facts(Class<?> bridge) {
    return (Map<String, Object>) call(bridge, "facts", null, null);
  }

  private static Object call(
      Class<?> type, String name, @Nullable Class<?> parameter, @Nullable Object argument) {
    return parameter == null
        ? call(method(type, name))
        : call(method(type, name, parameter), argument);
  }

  private static Method method(Class<?> type, String name, Class<?>... parameters) {
    try {
      return type.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw unusable(type, name, e);
    }
  }

  private static Object call(Method method, @Nullable Object... arguments) {
    try {
      return method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalStateException explained) {
        throw explained;
      }
      throw new IllegalStateException(
          method.getDeclaringClass().getName() + "." + method.getName() + " failed", e.getCause());
    } catch (IllegalAccessException e) {
      throw unusable(method.getDeclaringClass(), method.getName(), e);
    }
  }

  private static IllegalStateException unusable(
      Class<?> type, String method, ReflectiveOperationException cause) {
    return new IllegalStateException(
        "%s has no usable method %s; use one version of layertap-core and layertap-agent."
            .formatted(type.getName(), method),
        cause);
  }

  /** A block with nothing to do. */
  private static final class Probe extends AbstractBlock {
    @Override
    protected NDList forwardInternal(
        ParameterStore store,
        NDList inputs,
        boolean training,
        @Nullable PairList<String, Object> params) {
      return inputs;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      return inputShapes;
    }
  }
}
