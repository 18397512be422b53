// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Captures as code writes them, each parsed once: an app that serves opens the same ones for every
 * request, when the model has just emptied the processor's caches.
 */
public final class WrittenCaptures {
  /** What is written in code is this and not more; what code makes up may have no end. */
  private static final int MOST = 256;

  private static final ConcurrentMap<String, CaptureRequest> KNOWN = new ConcurrentHashMap<>();

  private WrittenCaptures() {}

  /**
   * Parses a capture of which only the annotations that it may pick say what to take.
   *
   * @param capture a selector, or {@code name=selector}
   * @return what {@code open(...)} is asked for
   * @throws SelectorSyntaxException if the text does not follow the grammar
   */
  public static CaptureRequest parse(String capture) {
    CaptureRequest known = KNOWN.get(capture);
    if (known == null) {
      known = SelectorParser.capture(capture, Optional.empty(), "open(...)");
      if (KNOWN.size() < MOST) {
        KNOWN.put(capture, known);
      }
    }
    return known;
  }
}
