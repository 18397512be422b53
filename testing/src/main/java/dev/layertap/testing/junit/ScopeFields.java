// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.junit;

import dev.layertap.CaptureScope;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** Puts a scope into the fields that want it. */
final class ScopeFields {
  private ScopeFields() {}

  static void inject(CaptureScope scope, ExtensionContext context) {
    Contexts contexts = Contexts.of(context);
    List<Object> instances = context.getRequiredTestInstances().getAllInstances();
    for (int depth = 0; depth < instances.size(); depth++) {
      Object instance = instances.get(depth);
      List<Field> fields =
          AnnotationSupport.findAnnotatedFields(
              instance.getClass(),
              InjectCaptureScope.class,
              field -> true,
              HierarchyTraversalMode.TOP_DOWN);
      for (Field field : fields) {
        check(field, contexts.sharesAtTheSameTime(depth));
        set(field, instance, scope);
      }
    }
  }

  private static void check(Field field, boolean isShared) {
    String name = "The field %s.%s".formatted(field.getDeclaringClass().getName(), field.getName());
    if (field.getType() != CaptureScope.class) {
      throw new ExtensionConfigurationException(
          "%s carries @InjectCaptureScope, but its type is %s, not %s."
              .formatted(name, field.getType().getName(), CaptureScope.class.getName()));
    }
    if (Modifier.isStatic(field.getModifiers()) || Modifier.isFinal(field.getModifiers())) {
      throw new ExtensionConfigurationException(
          "%s carries @InjectCaptureScope, but is %s: each test has a scope of its own."
              .formatted(name, Modifier.isStatic(field.getModifiers()) ? "static" : "final"));
    }
    if (isShared) {
      throw new ExtensionConfigurationException(
          "%s carries @InjectCaptureScope, but tests that run at the same time share its instance (PER_CLASS). Take the scope as a parameter instead."
              .formatted(name));
    }
  }

  private static void set(Field field, Object instance, CaptureScope scope) {
    try {
      field.setAccessible(true);
      field.set(instance, scope);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new ExtensionConfigurationException(
          "The field %s.%s carries @InjectCaptureScope, but cannot be set: %s"
              .formatted(field.getDeclaringClass().getName(), field.getName(), e.getMessage()),
          e);
    }
  }
}
