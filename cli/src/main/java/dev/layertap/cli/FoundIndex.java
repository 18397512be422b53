// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layertap.index.CaptureIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * A list of captures, and what it was found in.
 *
 * @param source a jar or folder, with the jar inside of it if it is nested
 * @param index the list
 */
record FoundIndex(String source, CaptureIndex index) {
  /** Where a jar that runs by itself, or a web app, has its own classes. */
  private static final List<String> CLASSES = List.of("", "BOOT-INF/classes/", "WEB-INF/classes/");

  /** All lists in a jar, in the jars inside of it, in a folder of classes, or in its jars. */
  static List<FoundIndex> in(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return inFolder(path);
    }
    if (!Files.isRegularFile(path)) {
      throw CommandFailure.wrongUse(
          "%s cannot be read: there is no such file. PATH is a jar, a folder, or a class path."
              .formatted(path));
    }
    return inJar(path);
  }

  private static List<FoundIndex> inFolder(Path folder) throws IOException {
    List<FoundIndex> found = new ArrayList<>();
    Path file = folder.resolve(CaptureIndex.RESOURCE);
    if (Files.isRegularFile(file)) {
      found.add(
          new FoundIndex(
              folder.toString(), CaptureIndex.parse(file.toString(), Files.readString(file))));
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path jar : files.filter(one -> one.toString().endsWith(".jar")).sorted().toList()) {
        found.addAll(inJar(jar));
      }
    }
    return found;
  }

  private static List<FoundIndex> inJar(Path jar) throws IOException {
    List<FoundIndex> found = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (CLASSES.stream().anyMatch(at -> entry.getName().equals(at + CaptureIndex.RESOURCE))) {
          try (InputStream in = zip.getInputStream(entry)) {
            found.add(read(jar.toString(), entry.getName(), in));
          }
        } else if (entry.getName().endsWith(".jar")) {
          try (ZipInputStream nested = new ZipInputStream(zip.getInputStream(entry))) {
            addNested(found, jar + "!/" + entry.getName(), nested);
          }
        }
      }
    } catch (ZipException e) {
      throw CommandFailure.wrongUse("%s is not a jar: %s.".formatted(jar, e.getMessage()), e);
    }
    return found;
  }

  private static void addNested(List<FoundIndex> found, String source, ZipInputStream nested)
      throws IOException {
    for (ZipEntry entry = nested.getNextEntry(); entry != null; entry = nested.getNextEntry()) {
      if (entry.getName().equals(CaptureIndex.RESOURCE)) {
        found.add(read(source, entry.getName(), nested));
      }
    }
  }

  private static FoundIndex read(String source, String entry, InputStream in) throws IOException {
    String text = new String(in.readAllBytes(), UTF_8);
    return new FoundIndex(source, CaptureIndex.parse(source + "!/" + entry, text));
  }
}
