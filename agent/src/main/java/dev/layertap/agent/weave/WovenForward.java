// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A {@code forward} that begins with {@code if (Bridge.listeners != null) token =
 * Bridge.enter(this, store, inputs, third, params);}.
 *
 * <p>Errors of listeners end in the bridge. Nothing is caught here: it would also hide that the
 * bridge could not be linked, and captures would be missing without a word.
 */
final class WovenForward extends WovenMethod {
  private static final Type ND_LIST = Type.getObjectType("ai/djl/ndarray/NDList");

  private final boolean isTrainingFlag;

  WovenForward(MethodVisitor next, String owner, String descriptor, int variables) {
    super(next, owner, descriptor, variables);
    this.isTrainingFlag = descriptor.equals(ForwardKind.PLAIN.descriptor());
  }

  @Override
  protected void begin(Label body) {
    mv.visitFieldInsn(Opcodes.GETSTATIC, BRIDGE, "listeners", "[Ljava/lang/Object;");
    mv.visitJumpInsn(Opcodes.IFNULL, body);
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    mv.visitVarInsn(Opcodes.ALOAD, 1);
    mv.visitVarInsn(Opcodes.ALOAD, 2);
    if (isTrainingFlag) {
      mv.visitVarInsn(Opcodes.ILOAD, 3);
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Boolean", "valueOf", "(Z)Ljava/lang/Boolean;", false);
    } else {
      mv.visitVarInsn(Opcodes.ALOAD, 3);
    }
    mv.visitVarInsn(Opcodes.ALOAD, 4);
    bridge(
        "enter",
        "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)"
            + "Ljava/lang/Object;");
    mv.visitVarInsn(Opcodes.ASTORE, token());
  }

  @Override
  protected int stackOfBeginning() {
    return 5;
  }

  @Override
  protected Type checkedType() {
    return ND_LIST;
  }
}
