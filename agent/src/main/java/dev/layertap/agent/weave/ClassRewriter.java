// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes class files anew, with some of their methods woven and all else byte for byte as it was.
 *
 * <p>It works from bytes to bytes: of the app it sees the one class file and asks no loader for
 * more, so it loads no class of the app and cannot meet a lock of its loaders.
 *
 * <p>Loading this class loads ASM, so it is first touched when there is something to weave.
 */
public abstract class ClassRewriter {
  private static final int JAVA_6 = Opcodes.V1_6;

  /** Makes a rewriter, which keeps nothing of the classes that it has written. */
  protected ClassRewriter() {}

  /**
   * Tells whether a method is to be woven.
   *
   * @param modifiers as class files have them
   * @param name the method's
   * @param descriptor the method's
   * @return true for those that {@link #woven} is asked for
   */
  protected abstract boolean wants(int modifiers, String name, String descriptor);

  /**
   * Makes the writer of one method.
   *
   * @param next where it writes
   * @param owner its class, as class files name it
   * @param modifiers as class files have them
   * @param name the method's
   * @param descriptor the method's
   * @param variables how many slots its variables take
   * @return what writes the method
   */
  protected abstract WovenMethod woven(
      MethodVisitor next,
      String owner,
      int modifiers,
      String name,
      String descriptor,
      int variables);

  /**
   * Weaves the methods that are wanted.
   *
   * @param classFile a class file
   * @return the class file to use instead
   * @throws UnsupportedClassVersionError if it is newer than what ASM knows, or too old to be woven
   */
  public final byte[] weave(byte[] classFile) {
    ClassReader reader = read(classFile);
    Queue<Integer> variables = new ArrayDeque<>();
    reader.accept(new Variables(variables), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Weaving(writer, variables), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  private static ClassReader read(byte[] classFile) {
    int version = (classFile[6] & 0xFF) << 8 | (classFile[7] & 0xFF);
    if (version < JAVA_6) {
      throw new UnsupportedClassVersionError("it was compiled for Java 5 or older");
    }
    try {
      return new ClassReader(classFile);
    } catch (IllegalArgumentException tooNew) {
      throw new UnsupportedClassVersionError(
          "it was compiled for Java "
              + (version - 44)
              + ", which this agent does not know yet; use a newer Layertap");
    }
  }

  /** Counts the variables of the methods that are wanted, in their order. */
  private final class Variables extends ClassVisitor {
    private final Queue<Integer> counts;

    Variables(Queue<Integer> counts) {
      super(Opcodes.ASM9);
      this.counts = counts;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int modifiers,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (!wants(modifiers, name, descriptor)) {
        return null;
      }
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
          counts.add(maxLocals);
        }
      };
    }
  }

  private final class Weaving extends ClassVisitor {
    private final Queue<Integer> variables;
    private String className = "";

    Weaving(ClassVisitor next, Queue<Integer> variables) {
      super(Opcodes.ASM9, next);
      this.variables = variables;
    }

    @Override
    public void visit(
        int version,
        int modifiers,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      className = name;
      super.visit(version, modifiers, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int modifiers,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(modifiers, name, descriptor, signature, exceptions);
      return wants(modifiers, name, descriptor)
          ? woven(next, className, modifiers, name, descriptor, variables.remove())
          : next;
    }
  }
}
