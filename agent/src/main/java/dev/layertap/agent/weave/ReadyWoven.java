// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import dev.layertap.agent.jar.OwnFiles;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Classes of DJL that were woven when the agent was built.
 *
 * <p>Byte Buddy is some 770 classes, a quarter of a second of a cold JVM. An app with the very DJL
 * that the agent was built with needs none of them: what it would weave lies in the agent's jar.
 * Each woven class lies beside the one that it was made of, and stands for that one only, byte for
 * byte: another DJL, and one that another agent has changed before, is woven as it comes.
 */
public final class ReadyWoven {
  /** Where they lie in the agent's jar. */
  public static final String FOLDER = "META-INF/layertap/ready/";

  /** How the file of a class ends that is as DJL has it. */
  public static final String PLAIN = ".plain";

  /** How the file of a class ends that is woven. */
  public static final String WOVEN = ".woven";

  private ReadyWoven() {}

  /**
   * Looks for a class.
   *
   * @param className its internal name
   * @param classFile its bytes, as they are to be woven
   * @return the woven class; null if these bytes were not woven by the build
   */
  public static byte @Nullable [] find(String className, byte[] classFile) {
    if (!className.startsWith("ai/djl/")) {
      return null;
    }
    try {
      byte[] plain = read(className + PLAIN);
      return Arrays.equals(plain, classFile) ? read(className + WOVEN) : null;
    } catch (IOException e) {
      return null; // the jar is gone or damaged, which weaving will tell better
    }
  }

  private static byte @Nullable [] read(String file) throws IOException {
    return OwnFiles.read(FOLDER + file);
  }
}
