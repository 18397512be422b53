// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import dev.layertap.agent.bridge.InstalledBridge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.TypePath;

/**
 * Writes a method anew that tells the bridge of its beginning and of its end.
 *
 * <pre>{@code
 * Object token = null;
 * begin();                                   // may set the token
 * try {
 *   ...
 *   return (R) Bridge.leave(token, result, type);  // in the place of each return
 * } catch (Throwable thrown) {
 *   Bridge.failed(token, thrown, type);
 *   throw thrown;
 * }
 * }</pre>
 *
 * <p>What stands in the place of a return is in no {@code try} of the method, neither this one nor
 * its own: an error that the user wants to be fatal must not end in a {@code catch} of the block's.
 *
 * <p>It is written without any branch within the body, so that what is known of the body's stack
 * and variables stays true, and no class has to be loaded to find out more. The method's own
 * variables stay where they are; the token comes behind them.
 */
public abstract class WovenMethod extends MethodVisitor {
  /** The bridge as woven code names it. */
  protected static final String BRIDGE = InstalledBridge.NAME.replace('.', '/');

  /** {@link Object}, as class files name it. */
  protected static final String OBJECT = "java/lang/Object";

  private final Type returned;
  private final int variables;
  private final List<Object> entryTypes = new ArrayList<>();
  private final Label bodyStart = new Label();
  private final List<Range> exits = new ArrayList<>();
  private final List<Handler> handlers = new ArrayList<>();

  /** Code from one place to before another. */
  private record Range(Label start, Label end) {}

  private record Handler(Range range, Label handler, @Nullable String type) {}

  /**
   * Makes a writer of one method.
   *
   * @param next where it is written
   * @param owner the class, or null if the method is static
   * @param descriptor the method's
   * @param variables how many slots its variables take
   */
  protected WovenMethod(
      MethodVisitor next, @Nullable String owner, String descriptor, int variables) {
    super(Opcodes.ASM9, next);
    this.returned = Type.getReturnType(descriptor);
    this.variables = variables;
    if (owner != null) {
      entryTypes.add(owner);
    }
    for (Type type : Type.getArgumentTypes(descriptor)) {
      entryTypes.add(frameType(type));
    }
  }

  private static Object frameType(Type type) {
    return switch (type.getSort()) {
      case Type.OBJECT, Type.ARRAY -> type.getInternalName();
      case Type.LONG -> Opcodes.LONG;
      case Type.DOUBLE -> Opcodes.DOUBLE;
      case Type.FLOAT -> Opcodes.FLOAT;
      default -> Opcodes.INTEGER;
    };
  }

  /**
   * Writes the beginning, which may leave a token and may change the arguments.
   *
   * @param body where the body begins; the stack is empty there
   */
  protected abstract void begin(Label body);

  /**
   * Tells how deep the stack is at most in what {@link #begin} writes.
   *
   * @return that many slots
   */
  protected abstract int stackOfBeginning();

  /**
   * Tells how many variables the beginning needs behind the token.
   *
   * @return that many slots
   */
  protected int variablesOfBeginning() {
    return 0;
  }

  /**
   * Tells what the method must return, for the bridge to check.
   *
   * @return a class
   */
  protected abstract Type checkedType();

  /**
   * Tells which variable keeps the token.
   *
   * @return its slot
   */
  protected final int token() {
    return variables;
  }

  @Override
  public final void visitCode() {
    super.visitCode();
    super.visitInsn(Opcodes.ACONST_NULL);
    super.visitVarInsn(Opcodes.ASTORE, token());
    Label body = new Label();
    begin(body);
    super.visitLabel(body);
    visitFrame(Opcodes.F_NEW, entryTypes.size(), entryTypes.toArray(), 0, new Object[0]);
    super.visitInsn(Opcodes.NOP); // the body may have a frame at its very beginning
    super.visitLabel(bodyStart);
  }

  @Override
  public final void visitFrame(
      int type,
      int localCount,
      Object @Nullable [] locals,
      int stackCount,
      Object @Nullable [] stack) {
    Object[] known = locals == null ? new Object[0] : Arrays.copyOf(locals, localCount);
    List<Object> all = new ArrayList<>(Arrays.asList(known));
    for (int slots = slotsOf(known); slots < variables; slots++) {
      all.add(Opcodes.TOP);
    }
    all.add(OBJECT);
    super.visitFrame(Opcodes.F_NEW, all.size(), all.toArray(), stackCount, stack);
  }

  private static int slotsOf(Object[] types) {
    int slots = types.length;
    for (Object type : types) {
      if (type == Opcodes.LONG || type == Opcodes.DOUBLE) {
        slots++;
      }
    }
    return slots;
  }

  @Override
  public final void visitInsn(int opcode) {
    if (opcode != Opcodes.ARETURN && opcode != Opcodes.RETURN) {
      super.visitInsn(opcode);
      return;
    }
    Label start = new Label();
    super.visitLabel(start);
    leave(opcode);
    Label end = new Label();
    super.visitLabel(end);
    exits.add(new Range(start, end));
  }

  private void leave(int opcode) {
    if (opcode == Opcodes.RETURN) {
      super.visitInsn(Opcodes.ACONST_NULL);
    }
    super.visitVarInsn(Opcodes.ALOAD, token());
    super.visitInsn(Opcodes.SWAP);
    super.visitLdcInsn(checkedType());
    bridge("leave", "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Class;)Ljava/lang/Object;");
    if (opcode == Opcodes.RETURN) {
      super.visitInsn(Opcodes.POP);
    } else {
      super.visitTypeInsn(Opcodes.CHECKCAST, returned.getInternalName());
    }
    super.visitInsn(opcode);
  }

  /**
   * Writes a call of the bridge.
   *
   * @param method which one of its methods
   * @param descriptor the method's
   */
  protected final void bridge(String method, String descriptor) {
    super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, method, descriptor, false);
  }

  /** Writes a return of the beginning's own, of which nobody is told. */
  protected final void returnAtOnce() {
    if (returned.getSort() == Type.VOID) {
      super.visitInsn(Opcodes.POP);
      super.visitInsn(Opcodes.RETURN);
    } else {
      super.visitTypeInsn(Opcodes.CHECKCAST, returned.getInternalName());
      super.visitInsn(Opcodes.ARETURN);
    }
  }

  @Override
  public final void visitTryCatchBlock(
      Label start, Label end, Label handler, @Nullable String type) {
    handlers.add(new Handler(new Range(start, end), handler, type));
  }

  /** It counts the handlers, which are more than before; nothing can ask for it at run time. */
  @Override
  public final @Nullable AnnotationVisitor visitTryCatchAnnotation(
      int typeRef, TypePath typePath, String descriptor, boolean visible) {
    return null;
  }

  @Override
  public final void visitMaxs(int maxStack, int maxLocals) {
    Label bodyEnd = new Label();
    super.visitLabel(bodyEnd);
    for (Handler handler : handlers) {
      guard(handler.range(), handler.handler(), handler.type());
    }
    guard(new Range(bodyStart, bodyEnd), bodyEnd, null);
    visitFrame(Opcodes.F_NEW, 0, null, 1, new Object[] {"java/lang/Throwable"});
    super.visitInsn(Opcodes.DUP);
    super.visitVarInsn(Opcodes.ALOAD, token());
    super.visitInsn(Opcodes.SWAP);
    super.visitLdcInsn(checkedType());
    bridge("failed", "(Ljava/lang/Object;Ljava/lang/Throwable;Ljava/lang/Class;)V");
    super.visitInsn(Opcodes.ATHROW);
    super.visitMaxs(
        Math.max(maxStack + 3, Math.max(4, stackOfBeginning())),
        variables + 1 + variablesOfBeginning());
  }

  /** Puts a handler on a range, without the exits in it. All places are known by now. */
  private void guard(Range range, Label handler, @Nullable String type) {
    Label from = range.start();
    for (Range exit : exits) {
      if (exit.start().getOffset() >= range.end().getOffset()) {
        break;
      }
      if (exit.end().getOffset() > from.getOffset()) {
        guardPiece(from, exit.start(), handler, type);
        from = exit.end();
      }
    }
    guardPiece(from, range.end(), handler, type);
  }

  private void guardPiece(Label from, Label to, Label handler, @Nullable String type) {
    if (from.getOffset() < to.getOffset()) { // an empty range is an error in a class file
      super.visitTryCatchBlock(from, to, handler, type);
    }
  }
}
