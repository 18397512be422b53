// SPDX-License-Identifier: Apache-2.0
package dev.layertap.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layertap.text.Complaints;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The indexes that class loaders see, each read once for as long as its loader lives. What cannot
 * be read of one is said once on stderr.
 */
public final class ClassPathIndexes {
  private final Map<ClassLoader, CaptureIndex> known = new WeakHashMap<>();
  private boolean saidThatTheProcessorDidNotRun;

  /** Has read nothing yet. */
  public ClassPathIndexes() {}

  /**
   * Returns what is declared in all jars that some loaders see.
   *
   * @param loaders the loaders; null is one that sees the JDK only
   * @return the index of all, together with that of the calling thread's context loader
   */
  public synchronized CaptureIndex of(Collection<@Nullable ClassLoader> loaders) {
    List<@Nullable ClassLoader> all = new ArrayList<>(loaders);
    all.add(Thread.currentThread().getContextClassLoader());
    return CaptureIndex.merged(
        all.stream().filter(Objects::nonNull).distinct().map(this::of).toList());
  }

  private CaptureIndex of(ClassLoader loader) {
    CaptureIndex index = known.get(loader);
    if (index == null) {
      index = read(loader);
      List<String> said = CaptureIndex.merged(known.values()).problems();
      index.problems().stream().filter(line -> !said.contains(line)).forEach(Complaints::say);
      known.put(loader, index);
    }
    return index;
  }

  private static CaptureIndex read(ClassLoader loader) {
    List<CaptureIndex> found = new ArrayList<>();
    try {
      for (URL url : Collections.list(loader.getResources(CaptureIndex.RESOURCE))) {
        found.add(read(url));
      }
    } catch (IOException e) {
      found.add(unreadable(loader.toString(), e));
    }
    return CaptureIndex.merged(found);
  }

  private static CaptureIndex read(URL url) {
    try {
      URLConnection connection = url.openConnection();
      // A cached jar stays open, and could not be replaced when a web app is.
      connection.setUseCaches(false);
      try (InputStream in = connection.getInputStream()) {
        return CaptureIndex.parse(url.toString(), new String(in.readAllBytes(), UTF_8));
      }
    } catch (IOException e) {
      return unreadable(url.toString(), e);
    }
  }

  private static CaptureIndex unreadable(String what, IOException e) {
    return new CaptureIndex(
        List.of(), List.of("%s: the captures in it cannot be read: %s".formatted(what, e)));
  }

  /**
   * Says that classes were compiled without the annotation processor; the first time that it is
   * asked to, in the life of this copy of core.
   *
   * @param className one of these classes
   */
  public synchronized void sayThatTheProcessorDidNotRun(String className) {
    if (!saidThatTheProcessorDidNotRun) {
      saidThatTheProcessorDidNotRun = true;
      Complaints.say(
          "The annotation processor did not run when %s was compiled, or an uber jar lost its list: its captures work, but their mistakes are found only now, and nothing lists them. Put dev.layertap:layertap-processor on the compiler's processor path (JDK 23 and newer run none from the class path), and have an uber jar join META-INF/layertap/captures."
              .formatted(className));
    }
  }
}
