// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.archive;

/**
 * How much memory may still go into what one archive holds.
 *
 * <p>A few kilobytes can unpack to gigabytes, and each byte of a pickle or of code can become an
 * object of a hundred. So whoever makes objects of an archive asks here first, with a generous
 * estimate.
 */
public final class ReadingBudget {
  /** The largest models' code and objects take less than a tenth of it. */
  private static final long MOST = 1L << 30;

  private final String file;
  private final long all;
  private final boolean smallHeap;
  private long left;

  ReadingBudget(String file, long heap) {
    this.file = file;
    this.smallHeap = heap / 4 < MOST;
    this.all = Math.min(MOST, heap / 4);
    this.left = all;
  }

  /**
   * Begins to read an archive.
   *
   * @param file the archive, for messages
   * @return a quarter of this JVM's heap, and a gigabyte at most
   */
  public static ReadingBudget of(String file) {
    return new ReadingBudget(file, Runtime.getRuntime().maxMemory());
  }

  /**
   * Takes of it.
   *
   * @param bytes how much is about to be used
   * @throws ArchiveException when that is not left
   */
  public void take(long bytes) throws ArchiveException {
    left -= bytes;
    if (left < 0) {
      throw new ArchiveException(
          "%s: its code and objects would take more than %,d MB of memory, %s. If it is a sound model, %s."
              .formatted(
                  file,
                  all >> 20,
                  smallHeap ? "a quarter of this JVM's heap" : "the most that is given to a model",
                  smallHeap ? "give the JVM more with -Xmx" : "please report its size"));
    }
  }
}
