// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.layertap.torchscript.Fixture;
import dev.layertap.torchscript.archive.ArchiveException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives damaged at random are read and rewritten, or refused with a message that names them.
 * {@code layertap.fuzz.seed} and {@code layertap.fuzz.mutations} say which and how many.
 */
class ArchiveFuzzTest {
  /** Nothing that a file says may cost more, beside what its size does. */
  private static final long MOST_ALLOCATED = 256L << 20;

  /**
   * A pickle's instruction of one byte makes an object, and a mutator that repeats parts of what it
   * repeated makes many: seed 1, mutation 173291 has 61 MB of them.
   */
  private static final long MOST_ALLOCATED_A_BYTE = 64;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Path folder;

  ArchiveFuzzTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aDamagedArchiveIsReadOrRefused() throws IOException {
    long seed = Long.getLong("layertap.fuzz.seed", 1);
    int mutations = Integer.getInteger("layertap.fuzz.mutations", 3000);
    List<Fixture> fixtures = Fixture.all();
    int read = 0;
    for (int i = 0; i < mutations; i++) {
      Mutator mutator = new Mutator(seed * 1_000_000_007L + i);
      Fixture fixture = fixtures.get(i % fixtures.size());
      Path file = folder.resolve("mutation.pt");
      Files.write(file, mutator.mutate(fixture.model()));
      String which = "seed %d, mutation %d of %s: %s".formatted(seed, i, fixture.name(), mutator);
      if (survives(file, which)) {
        read++;
      }
    }
    // Neither all nor none: else it would not be the archives that were tested.
    assertThat(read).isBetween(mutations / 20, mutations * 19 / 20);
  }

  private static boolean survives(Path file, String which) throws IOException {
    long size = Files.size(file);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    boolean read;
    try {
      HostileModel.readAndRewrite(file);
      read = true;
    } catch (ArchiveException refused) {
      assertThat(refused.getMessage())
          .as(which)
          .containsAnyOf("mutation.pt", "copy.pt")
          .hasSizeLessThan(1000 + file.toString().length());
      read = false;
    } catch (Throwable e) {
      throw new AssertionError(which + " ended in " + e, e);
    }
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .as(which + " in bytes")
        .isLessThan(MOST_ALLOCATED + MOST_ALLOCATED_A_BYTE * size);
    return read;
  }
}
