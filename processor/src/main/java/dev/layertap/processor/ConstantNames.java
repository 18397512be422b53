// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.lang.model.SourceVersion;

/**
 * Makes Java's constants of the names of captures: {@code layer3.out} becomes {@code LAYER3_OUT}.
 */
final class ConstantNames {
  private ConstantNames() {}

  /** The constant of each name; the same names give the same constants, in whatever order. */
  static Map<String, String> of(Collection<String> names) {
    Map<String, String> constants = new TreeMap<>();
    for (String name : new TreeSet<>(names)) {
      String wanted = constant(name);
      String free = wanted;
      for (int i = 2; constants.containsValue(free); i++) {
        free = wanted + "_" + i;
      }
      constants.put(name, free);
    }
    return constants;
  }

  private static String constant(String name) {
    StringBuilder constant = new StringBuilder();
    int before = '_';
    for (int point : name.codePoints().toArray()) {
      boolean begins = Character.isUpperCase(point) && isLowerOrDigit(before);
      if (begins) {
        constant.append('_');
      }
      // A currency sign is part of an identifier too, but not of one that somebody would write.
      boolean fits = Character.isLetterOrDigit(point) && Character.isJavaIdentifierPart(point);
      constant.appendCodePoint(fits ? point : '_');
      before = point;
    }
    String upper = constant.toString().toUpperCase(Locale.ROOT);
    if (!Character.isJavaIdentifierStart(upper.codePointAt(0))) {
      upper = "_" + upper;
    }
    return SourceVersion.isName(upper) ? upper : "CAPTURE" + upper;
  }

  private static boolean isLowerOrDigit(int point) {
    return Character.isLowerCase(point) || Character.isDigit(point);
  }
}
