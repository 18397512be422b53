// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/** The loaders whose DJL is not the expected one. */
final class RefusedLoaders {
  private final Set<ClassLoader> loaders =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  void add(ClassLoader loader) {
    loaders.add(loader);
  }

  /** Whether a class of this loader would find one of these DJLs. */
  boolean covers(ClassLoader loader) {
    if (loaders.isEmpty()) {
      return false;
    }
    for (ClassLoader at = loader; at != null; at = at.getParent()) {
      if (loaders.contains(at)) {
        return true;
      }
    }
    return false;
  }
}
