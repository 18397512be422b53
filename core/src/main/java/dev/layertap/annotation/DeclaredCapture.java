// SPDX-License-Identifier: Apache-2.0
package dev.layertap.annotation;

import java.util.Comparator;
import java.util.Locale;

/**
 * A {@link Capture} annotation, and where it stands.
 *
 * @param kind what it stands on
 * @param className the binary name of the class, such as {@code com.example.Net$Head}
 * @param member the name of the field or method; empty if it stands on the class itself
 * @param name the name that it gives
 * @param take what it says to take, as it is written; empty for safe copies of all outputs
 */
public record DeclaredCapture(Kind kind, String className, String member, String name, String take)
    implements Comparable<DeclaredCapture> {
  private static final Comparator<DeclaredCapture> ORDER =
      Comparator.comparing(DeclaredCapture::className)
          .thenComparing(DeclaredCapture::kind)
          .thenComparing(DeclaredCapture::member)
          .thenComparing(DeclaredCapture::name)
          .thenComparing(DeclaredCapture::take);

  /** What a {@link Capture} may stand on. */
  public enum Kind {
    /** A block's class: all blocks of it are captured. */
    CLASS,
    /** A field of a block: the child that it holds is captured, or the children. */
    FIELD,
    /** A block's {@code forwardInternal}: all blocks that run it are captured. */
    METHOD;

    /** Returns the word for messages and files. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns where it stands, for messages.
   *
   * @return such as {@code field com.example.Net.norm}
   */
  public String where() {
    return kind + " " + className + (member.isEmpty() ? "" : "." + member);
  }

  /**
   * Returns the key that its activations are read by.
   *
   * @return a key of the same name and place
   */
  public CaptureKey key() {
    return new CaptureKey(name, kind, className, member);
  }

  /** Sorts by class, then what the annotation stands on, then name. */
  @Override
  public int compareTo(DeclaredCapture other) {
    return ORDER.compare(this, other);
  }
}
