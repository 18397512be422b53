// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A pickle, instruction by instruction. */
final class Instructions {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Begins an object that will be filled from a dict. */
  static Instructions object(String module, String name) {
    return new Instructions().of("\u0080\u0002").global(module, name).of(")\u0081}(");
  }

  /** Instructions without operands, or with their operands in the text. */
  Instructions of(String latin1) {
    out.writeBytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  Instructions of(String latin1, int times) {
    return of(latin1.repeat(times));
  }

  Instructions global(String module, String name) {
    return of("c" + module + "\n" + name + "\n");
  }

  Instructions text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write('X');
    length(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  Instructions length(int number) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
    return this;
  }

  /** A tensor's call of {@code _rebuild_tensor_v2}; sizes are instructions of their own. */
  Instructions tensor(String storage, String sizes) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .of("((")
        .text("storage")
        .global("torch", "FloatStorage")
        .text(storage)
        .text("cpu")
        .of("K\u0001tQK\u0000")
        .of(sizes)
        .of(")\u0089NtR");
  }

  /** Fills the object and ends. */
  byte[] built() {
    return of("ub.").bytes();
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
