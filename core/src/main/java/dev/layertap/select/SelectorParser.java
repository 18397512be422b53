// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import dev.layertap.take.Take;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads captures and selectors.
 *
 * <pre>
 * capture  = [ name "=" ] selector
 * selector = and { "or" and }        and = not { "and" not }        not = [ "not" ] atom
 * atom     = path or glob            layer3.0.downsample.1   layer*.0.bn?   **.relu
 *          | "/" regex "/"           /layer[12]\..*&#47;        (whole path)
 *          | "type:" glob            type:BatchNorm*         (simple or qualified name)
 *          | "@" glob                &#64;comp                   (name of a &#64;Capture annotation)
 *          | "." | "(" selector ")"  the root; grouping
 * </pre>
 */
public final class SelectorParser {
  private final String text;
  private int at;

  private SelectorParser(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /**
   * Reads a capture: a selector, or a name and a selector.
   *
   * @param text such as {@code comp=layer3.0.downsample.1}
   * @param take what to take of the calls that it picks, if the asker says so
   * @param origin who asks, for messages: {@code open(...)}, a configuration file
   * @return the request
   * @throws SelectorSyntaxException if the text does not follow the grammar
   */
  public static CaptureRequest capture(String text, Optional<Take> take, String origin) {
    int equals = equalsSign(text);
    if (equals < 0) {
      return new CaptureRequest(Optional.empty(), text.strip(), selector(text), take, origin);
    }
    String name = text.substring(0, equals).strip();
    if (!CaptureName.isWord(name)) {
      throw new SelectorSyntaxException(
          text,
          0,
          name.isEmpty()
              ? "the name before \"=\" is missing"
              : "\""
                  + name
                  + "\" before \"=\" is not a name; escape the sign as \"\\=\" if a path holds it");
    }
    String selector = text.substring(equals + 1).strip();
    return new CaptureRequest(
        Optional.of(name), selector, new SelectorParser(text, equals + 1).whole(), take, origin);
  }

  /**
   * Reads a selector.
   *
   * @param text such as {@code layer*.relu or @comp}
   * @return the selector
   * @throws SelectorSyntaxException if the text does not follow the grammar
   */
  public static Selector selector(String text) {
    return new SelectorParser(text, 0).whole();
  }

  /** The sign that ends a name, or -1: one inside a regular expression or escaped is none. */
  private static int equalsSign(String text) {
    boolean inRegex = false;
    boolean atomMayStart = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        atomMayStart = false;
      } else if (c == '/' && (inRegex || atomMayStart)) {
        inRegex = !inRegex;
        atomMayStart = false;
      } else if (c == '=' && !inRegex) {
        return i;
      } else {
        atomMayStart = Character.isWhitespace(c) || c == '(';
      }
    }
    return -1;
  }

  private Selector whole() {
    Selector selector = or();
    if (at < text.length()) {
      throw new SelectorSyntaxException(
          text,
          at,
          text.charAt(at) == ')'
              ? "this \")\" closes nothing"
              : "\"and\" or \"or\" is missing before \"" + text.substring(at) + "\"");
    }
    return selector;
  }

  private Selector or() {
    Selector left = and();
    while (takeWord("or")) {
      left = new Selector.Or(left, and());
    }
    return left;
  }

  private Selector and() {
    Selector left = not();
    while (takeWord("and")) {
      left = new Selector.And(left, not());
    }
    return left;
  }

  private Selector not() {
    return takeWord("not") ? new Selector.Not(not()) : atom();
  }

  private Selector atom() {
    skipSpace();
    if (at == text.length()) {
      throw new SelectorSyntaxException(
          text, at, "a selector is missing; \"**\" picks all below the root, \".\" the root");
    }
    char c = text.charAt(at);
    if (c == '(') {
      return group();
    }
    if (c == '/') {
      return regex();
    }
    int end = endOfWord();
    if (end == at) {
      throw new SelectorSyntaxException(text, at, "a selector is expected before \"" + c + "\"");
    }
    int start = at;
    String word = text.substring(start, end);
    if (word.equals("and") || word.equals("or") || word.equals("not")) {
      throw new SelectorSyntaxException(
          text,
          at,
          "a selector is expected before \"%s\"; escape a path of that name as \"\\%s\""
              .formatted(word, word));
    }
    at = end;
    skipSpace();
    if (word.equals(".")) {
      return new Selector.Root();
    }
    if (word.startsWith("@")) {
      return new Selector.ByAnnotation(
          pattern(start + 1, end, "a name after \"@\""), Optional.empty());
    }
    if (word.startsWith("type:")) {
      return new Selector.ByType(pattern(start + 5, end, "a type after \"type:\""));
    }
    return new Selector.ByPath(NamePattern.parse(text, start, end));
  }

  private NamePattern pattern(int start, int end, String what) {
    if (start == end) {
      throw new SelectorSyntaxException(text, start, what + " is missing");
    }
    return NamePattern.parse(text, start, end);
  }

  private Selector group() {
    int opening = at++;
    Selector inner = or();
    if (at == text.length() || text.charAt(at) != ')') {
      throw new SelectorSyntaxException(text, opening, "this \"(\" is never closed");
    }
    at++;
    skipSpace();
    return inner;
  }

  private Selector regex() {
    int opening = at;
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '/') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length()) {
      throw new SelectorSyntaxException(
          text, opening, "the regular expression is never closed by \"/\"");
    }
    at = end + 1;
    skipSpace();
    try {
      return new Selector.ByRegex(Pattern.compile(text.substring(opening + 1, end)));
    } catch (PatternSyntaxException e) {
      throw new SelectorSyntaxException(
          text,
          opening + 1 + Math.max(e.getIndex(), 0),
          "not a regular expression: " + e.getDescription());
    }
  }

  private boolean takeWord(String word) {
    skipSpace();
    int end = endOfWord();
    if (!text.substring(at, end).equals(word)) {
      return false;
    }
    at = end;
    skipSpace();
    return true;
  }

  private int endOfWord() {
    int end = at;
    while (end < text.length() && "() \t\r\n".indexOf(text.charAt(end)) < 0) {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end, text.length());
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
