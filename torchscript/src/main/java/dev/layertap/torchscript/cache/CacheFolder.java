// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.cache;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The folder of rewritten models. A file appears there whole or not at all, under a name that its
 * content determines: two JVMs that rewrite one model at once write the same.
 *
 * <p>What is not whole yet has a name of its own, and is claimed by whoever writes it. If that JVM
 * ended before it was done, a later one finds the file free and deletes it.
 */
public final class CacheFolder {
  private static final String COPY = ".pt";
  private static final int KEY_LENGTH = 64;
  private static final String NO_KEY = "0".repeat(KEY_LENGTH);
  private static final String PART_PREFIX = "layertap-";
  private static final String PART = ".part";

  private final Path folder;
  private final long limit;
  private final Claims claims;

  /**
   * Takes a folder, there or not.
   *
   * @param folder the folder
   * @param limit how many bytes the copies in it may take
   */
  public CacheFolder(Path folder, long limit) {
    this.folder = folder;
    this.limit = limit;
    this.claims = new Claims(folder);
  }

  /**
   * Tells whether a file is one of the cache's own.
   *
   * @param file any file
   * @return whether it lies in the folder
   */
  public boolean holds(Path file) {
    return folder.toAbsolutePath().equals(file.toAbsolutePath().getParent());
  }

  /**
   * Claims the copy of a model, written or not: nobody deletes it until the claim is closed or
   * forgotten.
   *
   * @param key what determines the copy
   * @return the claimed copy
   * @throws UnusableCacheException if the folder cannot be made, or is not its owner's alone
   */
  public ClaimedFile copy(String key) throws IOException {
    makeFolder();
    String name = key.concat(COPY);
    return new ClaimedFile(folder.resolve(name), claims.claim(name), false);
  }

  /**
   * Makes ready for a claim, if the folder is there.
   *
   * @throws UnusableCacheException if it is not its owner's alone
   */
  public void prepare() throws IOException {
    if (Files.isDirectory(folder)) {
      copy(NO_KEY).close();
    }
  }

  /**
   * Makes a new file for what is not yet whole.
   *
   * @return the file, which is deleted when it is closed
   * @throws UnusableCacheException if it cannot be made
   */
  public ClaimedFile part() throws IOException {
    makeFolder();
    String name =
        PART_PREFIX
            + Long.toHexString(ProcessHandle.current().pid())
            + "-"
            + Long.toHexString(ThreadLocalRandom.current().nextLong())
            + PART;
    ClaimedFile part = new ClaimedFile(folder.resolve(name), claims.claim(name), true);
    try {
      Files.createFile(part.file(), OwnerOnly.file());
      return part;
    } catch (FileSystemException e) {
      part.close();
      throw unusable(e);
    }
  }

  /**
   * Gives what is whole now its name.
   *
   * @param part the whole file
   * @param copy the copy that it is
   * @throws IOException if that fails
   */
  public static void publish(ClaimedFile part, ClaimedFile copy) throws IOException {
    Files.move(
        part.file(),
        copy.file(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Remembers that a copy was used just now.
   *
   * @param copy the copy
   */
  public static void touch(ClaimedFile copy) {
    try {
      Files.setLastModifiedTime(copy.file(), FileTime.fromMillis(System.currentTimeMillis()));
    } catch (IOException e) {
      // It can only be read, and will seem older than it is.
    }
  }

  /**
   * Says that the folder cannot be written.
   *
   * @param e what was thrown
   * @return the exception to throw instead
   */
  public UnusableCacheException unusable(IOException e) {
    return new UnusableCacheException(
        "the cache folder %s cannot be written (%s); -Dlayertap.cache=FOLDER or LAYERTAP_CACHE names another"
            .formatted(folder, e),
        e);
  }

  private void makeFolder() throws IOException {
    if (Files.isDirectory(folder)) { // it may be a link to one
      Optional<String> objection = OwnerOnly.objection(folder);
      if (objection.isPresent()) {
        throw new UnusableCacheException(
            "the cache folder %s is not used, because %s, or name another with -Dlayertap.cache=FOLDER or LAYERTAP_CACHE"
                .formatted(folder, objection.get()));
      }
      return;
    }
    try {
      Files.createDirectories(folder, OwnerOnly.folder());
    } catch (FileSystemException e) {
      throw unusable(e);
    }
  }

  private record Copy(Path file, long size, FileTime used) {}

  /**
   * Deletes what JVMs that ended early left behind, and those copies that were not used for the
   * longest time, until there is room. What is in use stays, and what is not the cache's own.
   *
   * @param needed how many bytes will be added
   */
  public void tidy(long needed) {
    List<Copy> copies = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (isPart(name)) {
          delete(file);
        } else if (isCopy(name)) {
          BasicFileAttributes attributes =
              Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          if (attributes.isRegularFile()) {
            copies.add(new Copy(file, attributes.size(), attributes.lastModifiedTime()));
          }
        }
      }
      makeRoom(copies, needed);
    } catch (IOException | DirectoryIteratorException e) {
      // Whatever stands in the way here does so too where it matters, and is said there.
    }
  }

  private void makeRoom(List<Copy> copies, long needed) throws IOException {
    long taken = needed;
    for (Copy copy : copies) {
      taken += copy.size();
    }
    if (taken <= limit) {
      return;
    }
    copies.sort(Comparator.comparing(Copy::used));
    for (Copy copy : copies) {
      if (taken > limit && delete(copy.file())) {
        taken -= copy.size();
      }
    }
  }

  private boolean delete(Path file) throws IOException {
    return claims.ifFree(file.getFileName().toString(), () -> Files.deleteIfExists(file));
  }

  private static boolean isPart(String name) {
    return name.startsWith(PART_PREFIX) && name.endsWith(PART);
  }

  private static boolean isCopy(String name) {
    if (name.length() != KEY_LENGTH + COPY.length() || !name.endsWith(COPY)) {
      return false;
    }
    for (int i = 0; i < KEY_LENGTH; i++) {
      if ("0123456789abcdef".indexOf(name.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
