// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name under which a captured array stands in a file: {@code layer1.0.relu#1}, {@code
 * lstm#0/1/0}, {@code encoder#0<2}.
 *
 * @param path where it was captured, as PyTorch spells it: without the backslashes that a selector
 *     needs. Empty for the model itself. A capture's name may stand before it, {@code name=path}
 * @param call which call, counted from 0
 * @param pass which pass, counted from 0
 * @param element which part of the value: empty for one array, {@code /K} for an element, {@code
 *     <I} for an input
 */
public record ArrayKey(String path, int call, int pass, String element) {
  private static final Pattern WITH_CALL =
      Pattern.compile("(.*?)#(\\d{1,9})(?:@(\\d{1,9}))?((?:[/<].*)?)", Pattern.DOTALL);
  private static final Pattern WITHOUT = Pattern.compile("([^/<]*)(.*)", Pattern.DOTALL);

  /**
   * Reads a name.
   *
   * @param name as Layertap writes it, or a bare path, which means the first call; {@code .} is the
   *     model itself then
   * @return its parts
   */
  public static ArrayKey parse(String name) {
    Matcher call = WITH_CALL.matcher(name);
    if (call.matches()) {
      int pass = call.group(3) == null ? 0 : Integer.parseInt(call.group(3));
      return new ArrayKey(
          withoutDot(plain(call.group(1))), Integer.parseInt(call.group(2)), pass, call.group(4));
    }
    Matcher bare = WITHOUT.matcher(name);
    return bare.matches()
        ? new ArrayKey(withoutDot(plain(bare.group(1))), 0, 0, bare.group(2))
        : new ArrayKey(name, 0, 0, "");
  }

  private static String withoutDot(String path) {
    return path.equals(".") ? "" : path;
  }

  /**
   * Takes from a path what selectors need and PyTorch does not write.
   *
   * @param path as a selector spells it
   * @return the path without backslashes
   */
  public static String plain(String path) {
    return path.indexOf('\\') < 0 ? path : path.replaceAll("\\\\(.)", "$1");
  }

  /**
   * Moves it to another place.
   *
   * @param other the other place's path
   * @return the key there
   */
  public ArrayKey at(String other) {
    return new ArrayKey(other, call, pass, element);
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return path + "#" + call + (pass == 0 ? "" : "@" + pass) + element;
  }
}
