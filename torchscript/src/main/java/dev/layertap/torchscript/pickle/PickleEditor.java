// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Adds whole-number attributes to objects of a pickle; all other bytes stay as they are. */
public final class PickleEditor {
  private final Map<Integer, ByteArrayOutputStream> insertions = new TreeMap<>();

  /** Makes an editor that changes nothing yet. */
  public PickleEditor() {}

  /**
   * Tells whether an object can take an attribute.
   *
   * @param object the object
   * @return whether it is filled from a dict at exactly one place
   */
  public static boolean canTake(PickleObject object) {
    return object.state() instanceof PickleDict && object.buildOffset() >= 0;
  }

  /**
   * Adds an attribute.
   *
   * @param object an object that {@linkplain #canTake can take} it
   * @param name the attribute's name
   * @param value its value
   */
  public void add(PickleObject object, String name, int value) {
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer code = ByteBuffer.allocate(12 + key.length).order(ByteOrder.LITTLE_ENDIAN);
    // MARK, BINUNICODE, BININT, SETITEMS: libtorch's reader has no SETITEM for a single entry.
    code.put((byte) '(').put((byte) 'X').putInt(key.length).put(key);
    code.put((byte) 'J').putInt(value).put((byte) 'u');
    insertions
        .computeIfAbsent(object.buildOffset(), offset -> new ByteArrayOutputStream())
        .writeBytes(code.array());
  }

  /**
   * Carries the additions out.
   *
   * @param pickle the bytes that the objects were read from
   * @return the bytes with all additions
   */
  public byte[] apply(byte[] pickle) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(pickle.length);
    int done = 0;
    for (Map.Entry<Integer, ByteArrayOutputStream> insertion : insertions.entrySet()) {
      out.write(pickle, done, insertion.getKey() - done);
      out.writeBytes(insertion.getValue().toByteArray());
      done = insertion.getKey();
    }
    out.write(pickle, done, pickle.length - done);
    return out.toByteArray();
  }
}
