// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.code.SourceUnit;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The names that the twins bring into an archive. All have one stem, which stands nowhere in the
 * archive's own code or objects: so none can collide.
 *
 * @param stem {@code layertap}, or with a number when the archive has that already
 */
record TwinNames(String stem) {
  static final String STEM = "layertap";

  static TwinNames notIn(TorchScriptArchive archive) {
    Collection<SourceUnit> units = archive.code().units().values();
    Taken taken = new Taken();
    taken.in(new String(archive.pickle(), StandardCharsets.ISO_8859_1));
    for (SourceUnit unit : units) {
      taken.in(unit.qualifier());
      taken.in(unit.source().text());
    }
    return new TwinNames(taken.free());
  }

  /** The stems that occur, found in one look at each text: an archive may have many of them. */
  private static final class Taken {
    /** An archive cannot have so many different ones that none of this length is left. */
    private static final int MOST_DIGITS = 9;

    private final Set<String> numbers = new HashSet<>();

    void in(String text) {
      for (int at = text.indexOf(STEM); at >= 0; at = text.indexOf(STEM, at + 1)) {
        int start = at + STEM.length();
        numbers.add("");
        for (int end = start + 1;
            end <= Math.min(text.length(), start + MOST_DIGITS) && isDigit(text.charAt(end - 1));
            end++) {
          numbers.add(text.substring(start, end));
        }
      }
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    String free() {
      if (numbers.isEmpty()) {
        return STEM;
      }
      int number = 2;
      while (numbers.contains(String.valueOf(number))) {
        number++;
      }
      return STEM + number;
    }
  }

  /** The attribute of a module that holds its place in the store. */
  String slot() {
    return "_" + stem + "_slot";
  }

  /** The attribute of a module that holds the place of a child that has no room for it. */
  String slotOf(int attributeIndex) {
    return "_" + stem + "_slot_of_" + attributeIndex;
  }

  /** The twin of a method or function. */
  String twin(String name) {
    return "_" + stem + "_run_" + name;
  }

  /** The twin of a method that is told its place in the store, its object having no room for it. */
  String twinAt(String name) {
    return "_" + stem + "_run_at_" + name;
  }

  /** The method that is called from outside. */
  String entry(String method) {
    return stem + "_" + method;
  }

  /** The methods that make the twin of {@code forward} ready: no entry begins as they do. */
  Twins.Plan plan() {
    return new Twins.Plan("_" + stem + "_inline_forward", "_" + stem + "_plan_forward");
  }

  /** The method that Python and C++ call for a result and activations. */
  String capture(String method) {
    return stem + (method.equals("forward") ? "_capture" : "_capture_" + method);
  }

  /** A local variable or parameter. */
  String local(String name) {
    return "_" + stem + "_" + name;
  }

  /** The file of the functions that all twins share. */
  String support() {
    return "__torch__." + stem + "_support";
  }
}
