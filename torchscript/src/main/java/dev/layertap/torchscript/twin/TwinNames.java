// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.code.SourceUnit;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

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
    String objects = new String(archive.pickle(), StandardCharsets.ISO_8859_1);
    String stem = STEM;
    for (int number = 2; occurs(stem, units, objects); number++) {
      stem = STEM + number;
    }
    return new TwinNames(stem);
  }

  private static boolean occurs(String stem, Collection<SourceUnit> units, String objects) {
    return objects.contains(stem)
        || units.stream()
            .anyMatch(
                unit -> unit.qualifier().contains(stem) || unit.source().text().contains(stem));
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
