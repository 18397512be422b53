// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.engine;

import dev.layertap.agent.weave.WovenMethod;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A method of {@link EngineSite} that begins with a call of {@code Bridge.enterEngine}.
 *
 * <p>A listener may change the arguments. If it answers with a {@link java.util.function.Supplier},
 * the method's own body is left out, and what it supplies or throws stands for that: what it throws
 * is the app's, as what the body throws is.
 */
final class WovenSite extends WovenMethod {
  private static final String SUPPLIER = "java/util/function/Supplier";
  private static final Type ANY = Type.getObjectType(OBJECT);

  private final EngineSite site;
  private final String owner;
  private final boolean isStatic;

  WovenSite(MethodVisitor next, EngineSite site, String owner, boolean isStatic, int variables) {
    super(next, isStatic ? null : owner, site.descriptor(), variables);
    this.site = site;
    this.owner = owner;
    this.isStatic = isStatic;
  }

  @Override
  protected void begin(Label body) {
    if (!site.always()) {
      mv.visitFieldInsn(Opcodes.GETSTATIC, BRIDGE, "listeners", "[Ljava/lang/Object;");
      mv.visitJumpInsn(Opcodes.IFNULL, body);
    }
    Type[] parameters = Type.getArgumentTypes(site.descriptor());
    makeArray(parameters);
    mv.visitLdcInsn(Type.getObjectType(owner));
    mv.visitLdcInsn(site.name());
    if (isStatic) {
      mv.visitInsn(Opcodes.ACONST_NULL);
    } else {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
    }
    mv.visitVarInsn(Opcodes.ALOAD, array());
    bridge(
        "enterEngine",
        "(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;");
    mv.visitVarInsn(Opcodes.ASTORE, token());
    takeArray(parameters);
    mv.visitVarInsn(Opcodes.ALOAD, token());
    mv.visitTypeInsn(Opcodes.INSTANCEOF, SUPPLIER);
    mv.visitJumpInsn(Opcodes.IFEQ, body);
    mv.visitVarInsn(Opcodes.ALOAD, token());
    mv.visitTypeInsn(Opcodes.CHECKCAST, SUPPLIER);
    mv.visitMethodInsn(Opcodes.INVOKEINTERFACE, SUPPLIER, "get", "()Ljava/lang/Object;", true);
    returnAtOnce();
  }

  private int array() {
    return token() + 1;
  }

  private void makeArray(Type[] parameters) {
    mv.visitIntInsn(Opcodes.BIPUSH, parameters.length);
    mv.visitTypeInsn(Opcodes.ANEWARRAY, OBJECT);
    int slot = isStatic ? 0 : 1;
    for (int i = 0; i < parameters.length; i++) {
      mv.visitInsn(Opcodes.DUP);
      mv.visitIntInsn(Opcodes.BIPUSH, i);
      if (isFlag(parameters[i])) {
        mv.visitVarInsn(Opcodes.ILOAD, slot);
        mv.visitMethodInsn(
            Opcodes.INVOKESTATIC, "java/lang/Boolean", "valueOf", "(Z)Ljava/lang/Boolean;", false);
      } else {
        mv.visitVarInsn(Opcodes.ALOAD, slot);
      }
      mv.visitInsn(Opcodes.AASTORE);
      slot++;
    }
    mv.visitVarInsn(Opcodes.ASTORE, array());
  }

  private void takeArray(Type[] parameters) {
    int slot = isStatic ? 0 : 1;
    for (int i = 0; i < parameters.length; i++) {
      mv.visitVarInsn(Opcodes.ALOAD, array());
      mv.visitIntInsn(Opcodes.BIPUSH, i);
      mv.visitInsn(Opcodes.AALOAD);
      if (isFlag(parameters[i])) {
        mv.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/Boolean");
        mv.visitMethodInsn(
            Opcodes.INVOKEVIRTUAL, "java/lang/Boolean", "booleanValue", "()Z", false);
        mv.visitVarInsn(Opcodes.ISTORE, slot);
      } else {
        mv.visitTypeInsn(Opcodes.CHECKCAST, parameters[i].getInternalName());
        mv.visitVarInsn(Opcodes.ASTORE, slot);
      }
      slot++;
    }
  }

  /** All parameters of all sites are objects or flags, and take one slot. */
  private static boolean isFlag(Type parameter) {
    if (parameter.getSort() == Type.BOOLEAN) {
      return true;
    }
    if (parameter.getSort() < Type.ARRAY) {
      throw new IllegalStateException("a parameter that is a " + parameter.getClassName());
    }
    return false;
  }

  @Override
  protected int stackOfBeginning() {
    return 4;
  }

  @Override
  protected int variablesOfBeginning() {
    return 1;
  }

  @Override
  protected Type checkedType() {
    return ANY;
  }
}
