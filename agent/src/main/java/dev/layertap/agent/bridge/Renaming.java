// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.bridge;

import dev.layertap.agent.classfile.ConstantPool;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Gives a class another name in the class files of our own build.
 *
 * @param from an internal name that is no part of another name in those files
 * @param to the internal name to put in its place
 */
record Renaming(String from, String to) {
  /** Replaces the name wherever the class file has it: that is only in its constant pool. */
  byte[] apply(byte[] classFile) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(classFile.length);
    DataOutputStream out = new DataOutputStream(bytes);
    ConstantPool pool = new ConstantPool(classFile);
    out.write(classFile, 0, pool.end());
    while (pool.next()) {
      if (pool.isText()) {
        out.writeByte(classFile[pool.start()]);
        out.writeUTF(pool.text().replace(from, to));
      } else {
        out.write(classFile, pool.start(), pool.end() - pool.start());
      }
    }
    out.write(classFile, pool.end(), classFile.length - pool.end());
    return bytes.toByteArray();
  }
}
