// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.CodeBase;
import dev.layertap.torchscript.code.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Functions that copy values so deeply that nothing the model does later changes the copy.
 *
 * <p>The copy has a type that Java can read: a named tuple becomes a tuple, a key a string, and
 * what has no counterpart, such as an object of a user's class, {@code None}. {@link KeepCode} says
 * what becomes of each tensor.
 */
final class CopyCode {
  private static final Set<String> AS_IT_IS = Set.of("int", "float", "bool", "str", "NoneType");
  private static final TypeName NONE = TypeName.of("NoneType");
  private static final TypeName ANY = TypeName.of("Any");
  private static final TypeName TENSOR = TypeName.of("Tensor");
  private static final List<TypeName> IN_ANY =
      List.of(
          TENSOR,
          new TypeName("List", List.of(TENSOR)),
          new TypeName("Dict", List.of(TypeName.of("str"), TENSOR)),
          TypeName.of("int"),
          TypeName.of("float"),
          TypeName.of("bool"),
          TypeName.of("str"));

  /** How many names a copy's type may have: named tuples in each other can make it endless. */
  private static final int LARGEST = 10_000;

  private static final Copier NO_COPY = new Copier("None", NONE);

  private final String module;
  private final CodeBase code;
  private final Map<String, Copier> copiers = new HashMap<>();
  private final StringBuilder text = new StringBuilder();

  CopyCode(String module, CodeBase code) {
    this.module = module;
    this.code = code;
  }

  /** How a type is copied: the expression, with {@code %s} for the value, and the copy's type. */
  private record Copier(String expression, TypeName result) {}

  /**
   * An expression for a copy of a value, where {@code w}, {@code p} and {@code notes} are known.
   */
  String copy(TypeName type, String value) {
    return copier(type).expression().replace("%s", value);
  }

  String text() {
    return text.toString();
  }

  private Copier copier(TypeName type) {
    String key = type.toString();
    Copier known = copiers.get(key);
    if (known == null) {
      // A type that holds itself has no copy while it is being made, and what holds that has none.
      copiers.put(key, NO_COPY);
      known = make(type);
      copiers.put(key, known);
    }
    return known;
  }

  private Copier make(TypeName type) {
    if (type.equals(TENSOR)) {
      return new Copier(module + ".keep(%s, w, p, notes, )", TENSOR);
    } else if (AS_IT_IS.contains(type.name())) {
      return new Copier("%s", type);
    } else if (type.is("Optional", 1)) {
      return optional(type.arguments().get(0));
    } else if (type.is("List", 1)) {
      return list(type.arguments().get(0));
    } else if (type.is("Dict", 2)) {
      return dict(type.arguments().get(0), type.arguments().get(1));
    } else if (type.name().equals("Tuple")) {
      return tuple(type);
    } else if (type.name().equals("Union")) {
      return oneOf(type, type.arguments());
    } else if (type.equals(ANY)) {
      return oneOf(type, IN_ANY);
    }
    Optional<ClassCode> named =
        code.type(type.name()).filter(c -> c.kind() == ClassCode.Kind.NAMED_TUPLE);
    return named.map(c -> namedTuple(type, c)).orElse(NO_COPY);
  }

  private Copier optional(TypeName inner) {
    Copier copier = copier(inner);
    TypeName result =
        copier.result().equals(NONE) ? NONE : new TypeName("Optional", List.of(copier.result()));
    if (result.equals(NONE)) {
      return NO_COPY;
    }
    return function(
        new TypeName("Optional", List.of(inner)),
        result,
        List.of(
            "if torch.__is__(x, None):",
            "  y = annotate(%s, None)".formatted(result),
            "else:",
            "  x0 = unchecked_cast(%s, x)".formatted(inner),
            "  y = annotate(%s, %s)".formatted(result, copy(inner, "x0")),
            "return y"));
  }

  private Copier list(TypeName item) {
    TypeName result = new TypeName("List", List.of(copier(item).result()));
    return function(
        new TypeName("List", List.of(item)),
        result,
        List.of(
            "y = annotate(%s, [])".formatted(result),
            "for i in range(torch.len(x)):",
            "  _0 = torch.append(y, %s)".formatted(copy(item, "x[i]")),
            "return y"));
  }

  private Copier dict(TypeName key, TypeName value) {
    TypeName text = TypeName.of("str");
    TypeName result = new TypeName("Dict", List.of(text, copier(value).result()));
    return function(
        new TypeName("Dict", List.of(key, value)),
        result,
        List.of(
            "y = annotate(%s, {})".formatted(result),
            "keys = torch.keys(x)",
            "for i in range(torch.len(keys)):",
            "  key = keys[i]",
            "  _0 = torch._set_item(y, %s, %s)"
                .formatted(key.equals(text) ? "key" : "str(key)", copy(value, "x[key]")),
            "return y"));
  }

  private Copier tuple(TypeName type) {
    List<TypeName> results = new ArrayList<>();
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < type.arguments().size(); i++) {
      results.add(copier(type.arguments().get(i)).result());
      items.append(copy(type.arguments().get(i), "(x)[" + i + "]")).append(", ");
    }
    TypeName result = new TypeName("Tuple", List.copyOf(results));
    return function(type, result, List.of("return (" + items.toString().strip() + ")"));
  }

  private Copier namedTuple(TypeName type, ClassCode fields) {
    List<TypeName> results = new ArrayList<>();
    StringBuilder items = new StringBuilder();
    fields
        .attributes()
        .forEach(
            (name, field) -> {
              results.add(copier(field).result());
              items.append(copy(field, "x." + name)).append(", ");
            });
    TypeName result = new TypeName("Tuple", List.copyOf(results));
    return function(type, result, List.of("return (" + items.toString().strip() + ")"));
  }

  /** For types that are only known when the model runs: the first that fits is copied. */
  private Copier oneOf(TypeName type, List<TypeName> options) {
    List<String> lines = new ArrayList<>();
    lines.add("y = annotate(Any, None)");
    for (int i = 0; i < options.size(); i++) {
      TypeName option = options.get(i);
      if (option.equals(NONE) || copier(option).result().equals(NONE)) {
        continue;
      }
      lines.add("_%d = isinstance(x, %s)".formatted(i, option));
      lines.add("if _%d:".formatted(i));
      lines.add("  x%d = unchecked_cast(%s, x)".formatted(i, option));
      lines.add("  y = annotate(Any, %s)".formatted(copy(option, "x" + i)));
      lines.add("else:");
      lines.add("  pass");
    }
    lines.add("return y");
    return function(type, ANY, lines);
  }

  private Copier function(TypeName type, TypeName result, List<String> lines) {
    if (!result.hasAtMost(LARGEST)) {
      return NO_COPY;
    }
    String name = "copy_" + text.length();
    text.append(
        "def %s(x: %s,\n    w: List[int],\n    p: int,\n    notes: List[int]) -> %s:\n"
            .formatted(name, type, result));
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
    return new Copier(module + "." + name + "(%s, w, p, notes, )", result);
  }
}
