// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import dev.layertap.agent.classfile.ConstantPool;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * The methods that a class file declares, read without a class library: most classes that mention
 * {@code forward} only call it, and need not be described any further.
 */
public final class ClassMethods {
  private final List<Declared> methods;

  private ClassMethods(List<Declared> methods) {
    this.methods = methods;
  }

  /** A method as a class declares it. */
  record Declared(int modifiers, String name, String descriptor) {
    boolean is(ForwardKind kind) {
      return name.equals("forward") && descriptor.equals(kind.descriptor());
    }

    boolean canBeWoven() {
      return (modifiers & (Modifier.ABSTRACT | Modifier.NATIVE | Modifier.STATIC)) == 0;
    }
  }

  /**
   * Returns whether a class knows a descriptor of {@link ForwardKind}: as a method of its own, as a
   * call, or as a mere text. Nearly every class does not, and this is all that is read of it.
   *
   * @param classFile its bytes
   * @return false if it cannot declare one
   */
  public static boolean mayDeclareForward(byte[] classFile) {
    return ConstantPool.hasText(
        classFile, ForwardKind.PLAIN.encoded(), ForwardKind.WITH_LABELS.encoded());
  }

  /**
   * Reads a class file of any version.
   *
   * @param classFile its bytes
   * @return the methods that it declares
   * @throws IOException if the bytes end too early
   */
  public static ClassMethods of(byte[] classFile) throws IOException {
    ConstantPool pool = new ConstantPool(classFile);
    String[] texts = new String[pool.size()];
    while (pool.next()) {
      texts[pool.index()] = pool.isText() ? pool.text() : "";
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
    in.skipNBytes(pool.end());
    in.skipNBytes(6); // modifiers, this class and the one above
    in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
    readMembers(in, texts); // fields
    return new ClassMethods(readMembers(in, texts));
  }

  /** Methods named {@code forward}, of whatever shape. */
  List<Declared> forwards() {
    return methods.stream().filter(method -> method.name().equals("forward")).toList();
  }

  /** Whether the class declares this kind of {@code forward}, with or without a body. */
  boolean declares(ForwardKind kind) {
    return methods.stream().anyMatch(method -> method.is(kind));
  }

  /**
   * Returns whether the class declares a method.
   *
   * @param name its name
   * @param descriptor its parameters and result, as class files write them
   * @return true if it does, with or without a body
   */
  public boolean declares(String name, String descriptor) {
    return methods.stream()
        .anyMatch(method -> method.name().equals(name) && method.descriptor().equals(descriptor));
  }

  /** Whether there is a {@code forward} here to weave. */
  boolean hasForwardToWeave() {
    return methods.stream()
        .filter(Declared::canBeWoven)
        .anyMatch(method -> method.is(ForwardKind.PLAIN) || method.is(ForwardKind.WITH_LABELS));
  }

  private static List<Declared> readMembers(DataInputStream in, String[] texts) throws IOException {
    List<Declared> members = new ArrayList<>();
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      members.add(
          new Declared(
              in.readUnsignedShort(),
              texts[in.readUnsignedShort()],
              texts[in.readUnsignedShort()]));
      for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
        in.skipNBytes(2);
        in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
      }
    }
    return members;
  }
}
