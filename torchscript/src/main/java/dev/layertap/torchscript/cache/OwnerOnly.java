// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.cache;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Models may hold what only their owner shall read, and nobody else shall write what is run. */
final class OwnerOnly {
  private static final FileAttribute<?>[] NOTHING = {};

  private OwnerOnly() {}

  static FileAttribute<?>[] file() {
    return attribute("rw-------");
  }

  static FileAttribute<?>[] folder() {
    return attribute("rwx------");
  }

  private static boolean isKnownHere() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] attribute(String permissions) {
    return isKnownHere()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : NOTHING;
  }

  /** Why a folder that is there already cannot be trusted; empty if it can. */
  static Optional<String> objection(Path folder) throws IOException {
    if (!isKnownHere()) {
      return Optional.empty();
    }
    PosixFileAttributes attributes = Files.readAttributes(folder, PosixFileAttributes.class);
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      return Optional.of(
          "others may write to it (%s); chmod go-w %s"
              .formatted(PosixFilePermissions.toString(permissions), folder));
    }
    int owner = (Integer) Files.getAttribute(folder, "unix:uid");
    Optional<Integer> me = me();
    // What root owns root can change anyway.
    return owner == 0 || me.isEmpty() || me.get() == owner
        ? Optional.empty()
        : Optional.of("it belongs to " + attributes.owner().getName());
  }

  /** Only Linux says it without a new file. */
  private static Optional<Integer> me() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self)
        ? Optional.of((Integer) Files.getAttribute(self, "unix:uid"))
        : Optional.empty();
  }
}
