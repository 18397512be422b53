// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.CodeBase;
import dev.layertap.torchscript.code.StringLiteral;
import dev.layertap.torchscript.code.TypeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes tensors for Python and C++: of what is taken the file itself says, in which no tensor is
 * converted, and structures are laid flat under the keys that Layertap's files have.
 */
final class FlatCode implements TakingCode {
  private static final String STORE = "Tuple[List[int], List[int], List[Any]]";
  private static final TypeName TENSOR = TypeName.of("Tensor");
  private static final TypeName ANY = TypeName.of("Any");
  private static final List<TypeName> IN_ANY =
      List.of(
          TENSOR,
          new TypeName("List", List.of(TENSOR)),
          new TypeName("Dict", List.of(TypeName.of("str"), TENSOR)));

  private static final String TAKE =
      """
      def %1$s(store: %2$s,
          slot: int,
          x: %3$s) -> NoneType:
        w, n, v, = store
      %5$s\
        if torch.gt(w[slot], 0):
          d = annotate(Dict[str, Tensor], {})
          key = ""
          step = "%6$s"
          %4$s
          _1 = torch.append(n, slot)
          _2 = torch.append(v, d)
        else:
          pass
        return None
      """;

  /** A strided copy is contiguous, as writers of files want it. */
  private static final String FUNCTIONS =
      """
      def open() -> %1$s:
        n = annotate(List[int], [])
        v = annotate(List[Any], [])
        return ([%2$s], n, v)
      def fork(store: %1$s) -> %1$s:
        w, n, v, = store
        n2 = annotate(List[int], [])
        v2 = annotate(List[Any], [])
        _0 = torch.append(n, %3$d)
        _1 = torch.append(v, (n2, v2))
        return (w, n2, v2)
      def removed(store: %1$s,
          slot: int) -> NoneType:
        w, n, v, = store
        if torch.gt(w[slot], 0):
          _0 = torch.append(n, torch.sub(%4$d, slot))
          _1 = torch.append(v, annotate(Dict[str, Tensor], {}))
        else:
          pass
        return None
      def copied(x: Tensor) -> Tensor:
        if torch.ne(ops.prim.layout(x), 0):
          y = torch.clone(x)
        elif ops.prim.is_quantized(x):
          y = torch.clone(x)
        else:
          y = torch.clone(x, memory_format=0)
        return y
      def name(all: Dict[str, Tensor],
          calls: Dict[str, int],
          paths: List[str],
          code: int,
          taken: Dict[str, Tensor]) -> NoneType:
        slot = code
        if torch.lt(code, 0):
          slot = torch.sub(%4$d, code)
        side = "#"
        if torch.eq(torch.remainder(slot, 2), 1):
          side = "<"
        keys = torch.keys(taken)
        for i in range(torch.len(paths)):
          counted = torch.add(paths[i], side)
          number = torch.get(calls, counted, 0)
          _0 = torch._set_item(calls, counted, torch.add(number, 1))
          start = torch.add(torch.add(paths[i], "#"), str(number))
          for j in range(torch.len(keys)):
            y = taken[keys[j]]
            if torch.gt(i, 0):
              y = torch.clone(y)
            _1 = torch._set_item(all, torch.add(start, keys[j]), y)
        return None
      def named(store: %1$s) -> Dict[str, Tensor]:
        w, n, v, = store
        all = annotate(Dict[str, Tensor], {})
        calls = annotate(Dict[str, int], {})
        paths = annotate(Dict[int, List[str]], {%5$s})
        numbers = [n]
        values = [v]
        places = [0]
        more = True
        while more:
          i = torch.sub(torch.len(places), 1)
          at = places[i]
          if torch.ge(at, torch.len(numbers[i])):
            _0 = torch.pop(numbers)
            _1 = torch.pop(values)
            _2 = torch.pop(places)
          else:
            _3 = torch._set_item(places, i, torch.add(at, 1))
            code = (numbers[i])[at]
            value = (values[i])[at]
            if torch.eq(code, %3$d):
              n2, v2, = unchecked_cast(Tuple[List[int], List[Any]], value)
              _4 = torch.append(numbers, n2)
              _5 = torch.append(values, v2)
              _6 = torch.append(places, 0)
            else:
              taken = unchecked_cast(Dict[str, Tensor], value)
              slot = code
              if torch.lt(code, 0):
                slot = torch.sub(%4$d, code)
              _7 = %6$s.name(all, calls, paths[slot], code, taken)
          more = torch.gt(torch.len(places), 0)
        return all
      """;

  private final TwinNames names;
  private final String module;
  private final CodeBase code;
  private final int selectionSize;
  private final SortedMap<Integer, List<String>> wanted;
  private final Map<String, String> functions = new HashMap<>();
  private final StringBuilder takes = new StringBuilder();
  private final StringBuilder text = new StringBuilder();

  /**
   * Begins.
   *
   * @param wanted the slots that are taken, each with the paths that keys begin with
   */
  FlatCode(
      TwinNames names, CodeBase code, int selectionSize, SortedMap<Integer, List<String>> wanted) {
    this.names = names;
    this.module = names.support();
    this.code = code;
    this.selectionSize = selectionSize;
    this.wanted = wanted;
  }

  @Override
  public String storeType() {
    return STORE;
  }

  @Override
  public String unpacked(String store) {
    return "%s = (%s)[0]".formatted(names.local("w"), store);
  }

  @Override
  public String take(String name, CallPart part, TypeName type) {
    boolean inputs = part == CallPart.INPUTS;
    String slot = inputs ? SupportCode.INPUTS_SLOT.indent(2) : "";
    takes.append(TAKE.formatted(name, STORE, type, put(type, "x"), slot, inputs ? "<" : "/"));
    return "%s.%s(%s, ".formatted(module, name, names.local("store"));
  }

  @Override
  public String make(Function<TypeName, String> value) {
    return "None"; // all that is wanted is kept as it is
  }

  @Override
  public boolean isReadable(TypeName type) {
    return !put(type, "x").equals("pass");
  }

  @Override
  public String text() {
    StringBuilder slots = new StringBuilder();
    for (int i = 0; i < selectionSize; i++) {
      boolean onlyInputs = i % 2 == 0 && wanted.containsKey(i + 1);
      int word = wanted.containsKey(i) ? Wanted.WHOLE : onlyInputs ? Wanted.ONLY_INPUTS : 0;
      slots.append(i == 0 ? "" : ", ").append(word);
    }
    String paths =
        wanted.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + texts(entry.getValue()))
            .collect(Collectors.joining(", "));
    return FUNCTIONS.formatted(STORE, slots, SupportCode.FORK, SupportCode.REMOVED, paths, module)
        + text
        + takes;
  }

  private static String texts(List<String> paths) {
    return paths.stream().map(StringLiteral::of).collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * A statement that puts what a value holds into {@code d}, under {@code key} and what follows
   * {@code step}; {@code pass} for a type that can hold no tensor.
   */
  private String put(TypeName type, String value) {
    String function = functions.get(type.toString());
    if (function == null) {
      // A type that holds itself has nothing to put while it is being made.
      functions.put(type.toString(), "pass");
      function = make(type);
      functions.put(type.toString(), function);
    }
    return function.equals("pass")
        ? function
        : "_0 = %s.%s(d, key, step, %s)".formatted(module, function, value);
  }

  private String make(TypeName type) {
    if (type.equals(TENSOR)) {
      return function(type, "_0 = torch._set_item(d, key, " + module + ".copied(x))");
    } else if (type.is("Optional", 1)) {
      return optional(type.arguments().get(0));
    } else if (type.is("List", 1)) {
      return list(type);
    } else if (type.is("Dict", 2)) {
      return dict(type);
    } else if (type.name().equals("Tuple")) {
      return tuple(type, type.arguments(), i -> "(x)[" + i + "]");
    } else if (type.name().equals("Union")) {
      return oneOf(type, type.arguments());
    } else if (type.equals(ANY)) {
      return oneOf(type, IN_ANY);
    }
    Optional<ClassCode> named =
        code.type(type.name()).filter(c -> c.kind() == ClassCode.Kind.NAMED_TUPLE);
    if (named.isEmpty()) {
      return "pass";
    }
    List<String> fields = List.copyOf(named.get().attributes().keySet());
    return tuple(type, List.copyOf(named.get().attributes().values()), i -> "x." + fields.get(i));
  }

  private String optional(TypeName inner) {
    String put = put(inner, "x0");
    return put.equals("pass")
        ? put
        : function(
            new TypeName("Optional", List.of(inner)),
            "if torch.__is__(x, None):",
            "  pass",
            "else:",
            "  x0 = unchecked_cast(%s, x)".formatted(inner),
            "  " + put);
  }

  /** From here on in a key elements are set apart by slashes. */
  private static String below(String put, String element) {
    return put.replace(
        "(d, key, step, ", "(d, torch.add(torch.add(key, step), %s), \"/\", ".formatted(element));
  }

  private String list(TypeName type) {
    String put = put(type.arguments().get(0), "x[i]");
    return put.equals("pass")
        ? put
        : function(type, "for i in range(torch.len(x)):", "  " + below(put, "str(i)"));
  }

  private String dict(TypeName type) {
    String put = put(type.arguments().get(1), "x[keys[i]]");
    String key = type.arguments().get(0).name().equals("str") ? "keys[i]" : "str(keys[i])";
    return put.equals("pass")
        ? put
        : function(
            type,
            "keys = torch.keys(x)",
            "for i in range(torch.len(keys)):",
            "  " + below(put, key));
  }

  private interface Element {
    String at(int index);
  }

  private String tuple(TypeName type, List<TypeName> types, Element element) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < types.size(); i++) {
      String put = put(types.get(i), element.at(i));
      if (!put.equals("pass")) {
        lines.append(below(put, "\"" + i + "\"")).append('\n');
      }
    }
    return lines.isEmpty() ? "pass" : function(type, lines.toString().split("\n"));
  }

  /** For types that are only known when the model runs. */
  private String oneOf(TypeName type, List<TypeName> options) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < options.size(); i++) {
      String put = put(options.get(i), "x" + i);
      if (!put.equals("pass")) {
        lines.append(
            """
            is%1$d = isinstance(x, %2$s)
            if is%1$d:
              x%1$d = unchecked_cast(%2$s, x)
              %3$s
            else:
              pass
            """
                .formatted(i, options.get(i), put));
      }
    }
    return lines.isEmpty() ? "pass" : function(type, lines.toString().split("\n"));
  }

  private String function(TypeName type, String... lines) {
    String name = "flat_" + text.length();
    text.append(
        "def %s(d: Dict[str, Tensor],\n    key: str,\n    step: str,\n    x: %s) -> NoneType:\n"
            .formatted(name, type));
    for (String line : lines) {
      text.append("  ").append(line).append('\n');
    }
    text.append("  return None\n");
    return name;
  }
}
