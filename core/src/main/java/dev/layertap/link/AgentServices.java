// SPDX-License-Identifier: Apache-2.0
package dev.layertap.link;

import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/**
 * What only an agent can do, or something that no web app's loader made. Where there is no agent
 * nothing is done.
 */
public final class AgentServices {
  private static final String BRIDGE = "java.lang.$LayertapBridge";

  private AgentServices() {}

  /**
   * Makes of a bean one that the platform's server may hold: the agent's, which does not keep the
   * loader of this core.
   *
   * @param bean a {@code DynamicMBean}, to be held by somebody else
   * @return what to register; the bean itself where there is no agent
   */
  @SuppressWarnings("unchecked")
  public static Object heldWeakly(Object bean) {
    return facts().get("beans") instanceof UnaryOperator<?> made
        ? ((UnaryOperator<Object>) made).apply(bean)
        : bean;
  }

  /**
   * Has the module of a block open the block's package to core, as a class path does.
   *
   * @param block a class that implements DJL's {@code Block}
   * @return whether it is open now
   */
  @SuppressWarnings("unchecked")
  public static boolean open(Class<?> block) {
    return facts().get("opener") instanceof BiPredicate<?, ?> opener
        && ((BiPredicate<Object, Object>) opener).test(block, AgentServices.class);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> facts() {
    try {
      Class<?> bridge = Class.forName(BRIDGE, false, null);
      return (Map<String, Object>) bridge.getMethod("facts").invoke(null);
    } catch (ReflectiveOperationException e) {
      return Map.of();
    }
  }
}
