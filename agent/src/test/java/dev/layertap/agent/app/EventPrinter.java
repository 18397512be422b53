// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import java.lang.reflect.Method;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Prints what the agent's bridge tells, the way core would listen: by reflection alone. */
public final class EventPrinter
    implements BiFunction<Object, Object[], @Nullable BiFunction<Object, Throwable, Object>> {
  private int depth;

  public static Class<?> bridge() throws ClassNotFoundException {
    return Class.forName("java.lang.$LayertapBridge", false, null);
  }

  public Runnable listen() throws ReflectiveOperationException {
    Method listen = bridge().getMethod("listen", BiFunction.class);
    return (Runnable) listen.invoke(null, this);
  }

  @Override
  public BiFunction<Object, Throwable, Object> apply(Object block, Object[] arguments) {
    String name = block.getClass().getSimpleName();
    print("enter " + name + " " + kind(arguments[2]));
    depth++;
    return (result, thrown) -> {
      depth--;
      print("exit " + name + (thrown == null ? "" : " " + thrown.getMessage()));
      return result;
    };
  }

  private static String kind(Object third) {
    return third instanceof Boolean training ? "training=" + training : "labels";
  }

  private void print(String event) {
    System.out.println("event " + "  ".repeat(depth) + event);
  }
}
