// SPDX-License-Identifier: Apache-2.0
package dev.layertap.take;

import ai.djl.ndarray.types.DataType;
import dev.layertap.text.NearestNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the written form of a {@link Take}. */
final class TakeParser {
  private static final Pattern WORD = Pattern.compile("\\s*([A-Za-z0-9_]+)\\s*(\\(([^()]*)\\))?");

  /** Words that answer one question: only one of them may be said. */
  private static final List<List<String>> ALTERNATIVES =
      List.of(
          List.of("output", "input", "both"),
          List.of("all", "first", "last", "call"),
          List.of("every"),
          List.of("copy", "reference", "statistics"));

  private static final List<String> TYPES =
      List.of("float16", "float32", "float64", "int8", "uint8", "int32", "int64", "boolean");

  private static final Map<String, String> FORMS = forms();

  private final String text;
  private final Function<String, Step> conversions;

  private TakeParser(String text, Function<String, Step> conversions) {
    this.text = text;
    this.conversions = conversions;
  }

  static Take parse(String text) {
    return parse(text, type -> new Step.Convert(DataType.valueOf(type.toUpperCase(Locale.ROOT))));
  }

  /** Links to nothing of DJL. */
  static void check(String text) {
    parse(text, TypeWord::new);
  }

  private static Take parse(String text, Function<String, Step> conversions) {
    TakeParser parser = new TakeParser(text, conversions);
    try {
      return parser.read(parser.words());
    } catch (TakeSyntaxException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new TakeSyntaxException(text, String.valueOf(e.getMessage()));
    }
  }

  private record Word(String name, List<Integer> numbers) {}

  private List<Word> words() {
    List<Word> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text.stripTrailing());
    int at = 0;
    while (at < text.stripTrailing().length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new TakeSyntaxException(
            text, "\"%s\" is no word".formatted(text.substring(at).strip()));
      }
      words.add(word(matcher));
      at = matcher.end();
    }
    return words;
  }

  private Word word(Matcher matcher) {
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    String form = FORMS.get(name);
    if (form == null) {
      throw new TakeSyntaxException(
          text,
          "\"%s\" is none of %s%s"
              .formatted(matcher.group(1), String.join(", ", FORMS.values()), hint(name)));
    }
    boolean wantsNumbers = form.endsWith(")");
    if (wantsNumbers != (matcher.group(2) != null)) {
      throw new TakeSyntaxException(
          text, "it has \"%s\", which is written %s".formatted(matcher.group().strip(), form));
    }
    return new Word(name, wantsNumbers ? numbers(matcher.group(3), form) : List.of());
  }

  private static String hint(String name) {
    String near = NearestNames.didYouMean(name, FORMS.keySet());
    return near.isEmpty() ? "" : "." + near;
  }

  private List<Integer> numbers(String list, String form) {
    try {
      List<Integer> numbers =
          Stream.of(list.split(",", -1)).map(String::strip).map(Integer::valueOf).toList();
      int wanted = form.split(",", -1).length;
      if (form.contains("AXES") || numbers.size() == wanted) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new TakeSyntaxException(
        text, "\"(%s)\" does not fit; it is written %s".formatted(list, form));
  }

  private Take read(List<Word> words) {
    for (List<String> alternatives : ALTERNATIVES) {
      List<String> said = words.stream().map(Word::name).filter(alternatives::contains).toList();
      if (said.size() > 1) {
        throw new TakeSyntaxException(
            text,
            said.get(0).equals(said.get(1))
                ? "it has \"%s\" twice".formatted(said.get(0))
                : "\"%s\" and \"%s\" contradict each other".formatted(said.get(0), said.get(1)));
      }
    }
    Take take = Take.outputs();
    for (Word word : words) {
      if (word.name().equals("input")) {
        take = Take.inputs();
      } else if (word.name().equals("both")) {
        take = Take.both();
      }
    }
    for (Word word : words) {
      take = apply(take, word.name(), word.numbers());
    }
    return take;
  }

  private Take apply(Take take, String name, List<Integer> numbers) {
    int[] axes = numbers.stream().mapToInt(Integer::intValue).toArray();
    return switch (name) {
      case "output", "input", "both", "all", "copy" -> take;
      case "first" -> take.first();
      case "last" -> take.last();
      case "call" -> take.call(axes[0]);
      case "every" -> take.everyPass(axes[0]);
      case "slice" -> take.slice(axes[0], axes[1], axes[2]);
      case "mean" -> take.mean(axes);
      case "max" -> take.max(axes);
      case "norm" -> take.norm(axes);
      case "cpu" -> take.toCpu();
      case "reference" -> take.byReference();
      case "statistics" -> take.statistics();
      default -> take.with(conversions.apply(name));
    };
  }

  /** How each word is written, in the order in which messages list them. */
  private static Map<String, String> forms() {
    Map<String, String> forms = new LinkedHashMap<>();
    List<String> written =
        List.of(
            "output",
            "input",
            "both",
            "all",
            "first",
            "last",
            "call(N)",
            "every(N)",
            "slice(AXIS, FROM, TO)",
            "mean(AXES)",
            "max(AXES)",
            "norm(AXES)",
            "cpu",
            "copy",
            "reference",
            "statistics");
    Stream.concat(written.stream(), TYPES.stream())
        .forEach(form -> forms.put(form.replaceFirst("\\(.*", ""), form));
    return forms;
  }
}
