// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Weaves each {@code forward} that a class declares. */
final class Weaver extends ClassRewriter {
  @Override
  protected boolean wants(int modifiers, String name, String descriptor) {
    return (modifiers & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_STATIC)) == 0
        && name.equals("forward")
        && (descriptor.equals(ForwardKind.PLAIN.descriptor())
            || descriptor.equals(ForwardKind.WITH_LABELS.descriptor()));
  }

  @Override
  protected WovenMethod woven(
      MethodVisitor next,
      String owner,
      int modifiers,
      String name,
      String descriptor,
      int variables) {
    return new WovenForward(next, owner, descriptor, variables);
  }
}
