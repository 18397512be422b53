// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.cache;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** Models may hold what only their owner shall read, and nobody else shall write what is run. */
final class OwnerOnly {
  private static final FileAttribute<?>[] NOTHING = {};

  /** The bits of a mode that let the group or all others write. */
  private static final int OTHERS_WRITE = 022;

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
    Map<String, Object> attributes = Files.readAttributes(folder, "unix:mode,uid");
    if (((Integer) requireNonNull(attributes.get("mode")) & OTHERS_WRITE) != 0) {
      return Optional.of(
          "others may write to it (%s); chmod go-w %s"
              .formatted(
                  PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)), folder));
    }
    int owner = (Integer) requireNonNull(attributes.get("uid"));
    Optional<Integer> me = me();
    // What root owns root can change anyway.
    return owner == 0 || me.isEmpty() || me.get() == owner
        ? Optional.empty()
        : Optional.of(
            "it belongs to %s; chown it, or start as that user"
                .formatted(Files.getOwner(folder).getName()));
  }

  /** Only Linux says it without a new file. */
  private static Optional<Integer> me() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self)
        ? Optional.of((Integer) Files.getAttribute(self, "unix:uid"))
        : Optional.empty();
  }
}
