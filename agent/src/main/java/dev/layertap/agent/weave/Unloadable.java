// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The class file of a class that must not be loaded. The JVM swallows what a transformer throws, so
 * the one way to stop the app at the class is a file that the JVM refuses: an empty class of
 * another name, which is an error that shows that name.
 */
public final class Unloadable {
  /** What the JVM quotes. A class's name may hold spaces, but no full stop and no semicolon. */
  static final String NAME =
      "Layertap could not weave it and strict=true: its reason stands on stderr";

  private static final int JAVA_8 = 52;

  private Unloadable() {}

  /**
   * Returns what is woven where nothing can be woven and errors are fatal.
   *
   * @return a weaver that lets no further class of DJL be loaded
   */
  public static ClassWeaver allOfDjl() {
    return (loader, className, loaded, domain, classFile) ->
        className.startsWith("ai/djl/") ? unless(loaded, classFile()) : null;
  }

  /** Only a class that is not loaded yet can be stopped. */
  static byte @Nullable [] unless(@Nullable Class<?> loaded, byte @Nullable [] classFile) {
    return loaded == null ? classFile : null;
  }

  static byte[] classFile() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(0xCAFEBABE);
      out.writeInt(JAVA_8);
      out.writeShort(5); // constants, one more than there are
      writeClass(out, NAME, 2);
      writeClass(out, "java/lang/Object", 4);
      out.writeShort(0x0020); // ACC_SUPER
      out.writeShort(1);
      out.writeShort(3);
      out.writeLong(0); // no interfaces, fields, methods, attributes
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return bytes.toByteArray();
  }

  /** A CONSTANT_Class and the CONSTANT_Utf8 behind it. */
  private static void writeClass(DataOutputStream out, String name, int nameIndex)
      throws IOException {
    out.writeByte(7);
    out.writeShort(nameIndex);
    out.writeByte(1);
    out.writeUTF(name);
  }
}
