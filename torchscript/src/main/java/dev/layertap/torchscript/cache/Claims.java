// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.cache;

import java.io.IOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who uses which file of a folder, among all JVMs.
 *
 * <p>Each file has a byte of the file {@value #FILE}, by its name, and whoever uses it holds a lock
 * on that byte. The system takes a lock away when its process ends, however it ends. The files
 * themselves cannot be locked: a process loses such a lock when it closes any channel of the file,
 * as libtorch does.
 *
 * <p>Where there are no locks, nothing is free.
 */
final class Claims {
  static final String FILE = "in-use";

  private static final int ATTEMPTS = 50;
  private static final int PAUSE_MILLIS = 20;

  private final Path folder;
  private final Map<String, Held> held = new HashMap<>();
  private @Nullable FileChannel channel;

  /**
   * Claims that nobody closed are released at the next use of the folder. Not by a {@link
   * java.lang.ref.Cleaner}: its thread would keep this class, hence the loader of an undeployed web
   * app, and so the very models whose claims it waits for.
   */
  private final ReferenceQueue<Claim> forgotten = new ReferenceQueue<>();

  private final Set<Use> uses = new HashSet<>();

  Claims(Path folder) {
    this.folder = folder;
  }

  /** One lock for all uses in this JVM. */
  private static final class Held {
    final @Nullable FileLock lock;
    int uses = 1;

    Held(@Nullable FileLock lock) {
      this.lock = lock;
    }
  }

  @FunctionalInterface
  interface Deletion {
    void run() throws IOException;
  }

  /** Claims a file, there or not, until the claim is closed or forgotten. */
  synchronized Claim claim(String name) {
    releaseForgotten();
    Held present = held.get(name);
    if (present != null) {
      present.uses++;
    } else {
      held.put(name, new Held(share(name)));
    }
    Claim claim = new Claim(this);
    Use use = new Use(claim, name, forgotten);
    uses.add(use);
    claim.use = use;
    return claim;
  }

  /** Does something to a file if nobody uses it; nobody can begin to meanwhile. */
  synchronized boolean ifFree(String name, Deletion deletion) throws IOException {
    releaseForgotten();
    if (held.containsKey(name)) {
      return false;
    }
    try (FileLock lock = lock(name, false)) {
      if (lock == null) {
        return false;
      }
      deletion.run();
      return true;
    } catch (OverlappingFileLockException e) {
      return false; // another copy of this class, in this JVM
    }
  }

  private void releaseForgotten() {
    for (Reference<?> use = forgotten.poll(); use != null; use = forgotten.poll()) {
      release((Use) use);
    }
  }

  private synchronized void release(Use use) {
    Held present = held.get(use.name);
    if (!uses.remove(use) || present == null || --present.uses > 0) {
      return;
    }
    held.remove(use.name);
    try {
      if (present.lock != null) {
        present.lock.release();
      }
    } catch (IOException e) {
      // The process's end releases it.
    }
  }

  private @Nullable FileLock share(String name) {
    try {
      // Whoever looks whether a file is free holds it for as long as it takes to delete it.
      for (int i = 0; i < ATTEMPTS; i++) {
        FileLock lock = lock(name, true);
        if (lock != null) {
          return lock;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // A folder that can only be read, or another copy of this class, in this JVM.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private @Nullable FileLock lock(String name, boolean shared) throws IOException {
    FileChannel open = channel;
    if (open == null) {
      open =
          FileChannel.open(
              folder.resolve(FILE),
              EnumSet.of(
                  StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              OwnerOnly.file());
      channel = open; // never closed, because that would release all locks of this process
    }
    return open.tryLock(position(name), 1, shared);
  }

  /** Two names of one position would only seem to be used both. */
  static long position(String name) {
    long hash = 0xcbf29ce484222325L; // FNV-1a
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash >>> 2;
  }

  /** One use of a file, known without its claim. */
  private static final class Use extends PhantomReference<Claim> {
    private final String name;

    Use(Claim claim, String name, ReferenceQueue<Claim> forgotten) {
      super(claim, forgotten);
      this.name = name;
    }
  }

  /** The use of a file. */
  static final class Claim implements AutoCloseable {
    private final Claims claims;
    private @Nullable Use use;

    private Claim(Claims claims) {
      this.claims = claims;
    }

    @Override
    public void close() {
      if (use != null) {
        claims.release(use);
      }
    }
  }
}
