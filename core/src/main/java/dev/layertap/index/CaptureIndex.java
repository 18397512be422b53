// SPDX-License-Identifier: Apache-2.0
package dev.layertap.index;

import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.annotation.DeclaredCapture.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The annotated captures of a jar, as the annotation processor writes them and everybody else reads
 * them:
 *
 * <pre>
 * # layertap captures 1
 * class com.example.BasicBlock blocks
 * field com.example.Net$Head#norm comp input last mean(2, 3)
 * method com.example.Net#forwardInternal whole
 * </pre>
 *
 * <p>A line says what is annotated, where it is, the name, and what is taken unless it is the
 * outputs. Several such files in a row are one, so that an uber jar may join them.
 *
 * @param captures what it declares, sorted, each once
 * @param problems a line for each line that cannot be read, and what becomes of it
 */
public record CaptureIndex(List<DeclaredCapture> captures, List<String> problems) {
  /** Where it stands in a jar. */
  public static final String RESOURCE = "META-INF/layertap/captures";

  private static final String VERSION = "1";
  private static final String HEADER = "# layertap captures ";
  private static final Pattern LINE =
      Pattern.compile("(class|field|method) ([^ #]+)(?:#([^ #]+))? ([^ ]+)(?: (.+))?");

  /**
   * Takes what is given, sorted.
   *
   * @param captures what it declares, in any order; equal ones count once
   * @param problems a line for each line that cannot be read
   */
  public CaptureIndex {
    captures = List.copyOf(new TreeSet<>(captures));
    problems = List.copyOf(problems);
  }

  /**
   * Reads a file's text.
   *
   * @param file what it is, for messages
   * @param text what stands in it
   * @return what could be read, and what could not
   */
  public static CaptureIndex parse(String file, String text) {
    List<DeclaredCapture> captures = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    boolean understood = true;
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      String line = raw.strip();
      if (line.startsWith(HEADER)) {
        String version = line.substring(HEADER.length());
        understood = version.equals(VERSION);
        if (!understood) {
          problems.add(
              "%s, line %d: captures of format \"%s\", where this Layertap reads %s, are left out. Use one Layertap for the processor and the app."
                  .formatted(file, number, version, VERSION));
        }
      } else if (understood && !line.isEmpty() && !line.startsWith("#")) {
        DeclaredCapture capture = capture(line);
        if (capture != null) {
          captures.add(capture);
        } else {
          problems.add(
              "%s, line %d: \"%s\" is no capture, and is left out. Compile its jar anew."
                  .formatted(file, number, line));
        }
      }
    }
    return new CaptureIndex(captures, problems);
  }

  private static @Nullable DeclaredCapture capture(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches() || matcher.group(1).equals("class") != (matcher.group(3) == null)) {
      return null;
    }
    return new DeclaredCapture(
        Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
        matcher.group(2),
        orEmpty(matcher.group(3)),
        matcher.group(4),
        orEmpty(matcher.group(5)));
  }

  private static String orEmpty(@Nullable String group) {
    return group == null ? "" : group;
  }

  /**
   * Puts several together.
   *
   * @param several what was read from several files
   * @return all captures, each once, and all problems
   */
  public static CaptureIndex merged(Collection<CaptureIndex> several) {
    return new CaptureIndex(
        several.stream().flatMap(one -> one.captures().stream()).toList(),
        several.stream().flatMap(one -> one.problems().stream()).distinct().toList());
  }

  /**
   * Writes it.
   *
   * @return the text of a file, with {@code \n} at the end of each line
   */
  public String text() {
    return captures.stream()
        .map(capture -> line(capture) + "\n")
        .collect(Collectors.joining("", HEADER + VERSION + "\n", ""));
  }

  private static String line(DeclaredCapture capture) {
    String member = capture.member().isEmpty() ? "" : "#" + capture.member();
    // A text block may say what to take in several lines.
    String take = capture.take().strip().replaceAll("\\s+", " ");
    return "%s %s%s %s%s"
        .formatted(
            capture.kind(),
            capture.className(),
            member,
            capture.name(),
            take.isEmpty() ? "" : " " + take);
  }
}
