// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.CodeBase;
import dev.layertap.torchscript.code.Expression;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.TypeName;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells the types of expressions, as far as they can be modules or hold them. */
final class Types {
  /** Stands for an element's type that could not be told. */
  private static final TypeName UNKNOWN = TypeName.of("?");

  /** How many names the type of an expression may have. */
  private static final int LARGEST = 1000;

  /** The names that archives reserve for libtorch's own operators and for their code. */
  private static final Set<String> ROOTS = Set.of("torch", "ops", "__torch__", "CONSTANTS");

  /** Operators whose result has the type of their first operand. */
  private static final Set<String> LIKE_FIRST =
      Set.of("torch.append", "torch.copy", "torch.list", "torch.slice", "torch.add");

  /** Operators that take an element out of their first operand. */
  private static final Set<String> ELEMENT_OF_FIRST =
      Set.of("torch.__getitem__", "torch.pop", "torch.select");

  private static final Set<String> UNWRAPS =
      Set.of("ops.prim.unchecked_unwrap_optional", "torch._unwrap_optional", "torch.wait");

  private final CodeBase code;
  private final IdentityHashMap<Expression, TypeName> results = new IdentityHashMap<>();

  Types(CodeBase code) {
    this.code = code;
  }

  void setResult(Expression expression, Optional<TypeName> type) {
    type.ifPresent(known -> results.put(expression, known));
  }

  boolean isModule(TypeName type) {
    return code.type(type.name()).map(c -> c.kind() == ClassCode.Kind.MODULE).orElse(false);
  }

  Optional<TypeName> of(Expression expression, Map<String, TypeName> locals) {
    if (results.containsKey(expression)) {
      return Optional.ofNullable(results.get(expression));
    }
    if (expression instanceof Expression.Name name) {
      return Optional.ofNullable(locals.get(name.name()));
    } else if (expression instanceof Expression.Attribute attribute) {
      return of(attribute.base(), locals).flatMap(base -> attribute(base, attribute.name()));
    } else if (expression instanceof Expression.Call call) {
      return call(call, locals);
    } else if (expression instanceof Expression.Subscript subscript) {
      return subscript(subscript, locals);
    } else if (expression instanceof Expression.TupleOf tuple) {
      return all(tuple.items(), locals).flatMap(items -> sized(new TypeName("Tuple", items)));
    } else if (expression instanceof Expression.ListOf list && !list.items().isEmpty()) {
      return of(list.items().get(0), locals).flatMap(item -> sized(listOf(item)));
    } else if (expression instanceof Expression.Conditional conditional) {
      return of(conditional.yes(), locals).or(() -> of(conditional.no(), locals));
    }
    return Optional.empty();
  }

  private Optional<List<TypeName>> all(List<Expression> items, Map<String, TypeName> locals) {
    List<TypeName> known = new ArrayList<>();
    for (Expression item : items) {
      // An element that is no module may stay unknown without hiding its neighbours.
      known.add(of(item, locals).orElse(UNKNOWN));
    }
    return Optional.of(List.copyOf(known));
  }

  Optional<TypeName> attribute(TypeName base, String name) {
    return code.type(base.name()).flatMap(c -> Optional.ofNullable(c.attributes().get(name)));
  }

  /** The dotted name of a function or operator, when the expression is one. */
  Optional<String> globalName(Expression expression, Map<String, TypeName> locals) {
    if (expression instanceof Expression.Name name) {
      boolean root = ROOTS.contains(name.name()) && !locals.containsKey(name.name());
      return root ? Optional.of(name.name()) : Optional.empty();
    } else if (expression instanceof Expression.Attribute attribute) {
      return globalName(attribute.base(), locals).map(base -> base + "." + attribute.name());
    }
    return Optional.empty();
  }

  private Optional<TypeName> call(Expression.Call call, Map<String, TypeName> locals) {
    List<Expression> arguments = call.arguments();
    if (call.function() instanceof Expression.Name function) {
      return switch (function.name()) {
        case "annotate", "unchecked_cast", "uninitialized" ->
            arguments.isEmpty() ? Optional.empty() : TypeName.from(arguments.get(0));
        case "getattr" ->
            AttributeRead.of(call)
                .flatMap(r -> of(r.base(), locals).flatMap(b -> attribute(b, r.attribute())));
        default -> Optional.empty();
      };
    }
    Optional<String> global = globalName(call.function(), locals);
    if (global.isPresent()) {
      return global(global.get(), arguments, locals);
    }
    if (call.function() instanceof Expression.Attribute method) {
      return of(method.base(), locals)
          .flatMap(receiver -> code.type(receiver.name()))
          .flatMap(type -> type.method(method.name()))
          .flatMap(FunctionCode::returns);
    }
    return Optional.empty();
  }

  private Optional<TypeName> global(
      String name, List<Expression> arguments, Map<String, TypeName> locals) {
    FunctionCode function = code.functions().get(name);
    if (function != null) {
      return function.returns();
    }
    if (code.type(name).isPresent()) {
      return Optional.of(TypeName.of(name));
    }
    if (name.endsWith(".__new__")) {
      return Optional.of(TypeName.of(name.substring(0, name.length() - ".__new__".length())));
    }
    int dot = name.lastIndexOf('.');
    Optional<ClassCode> type = code.type(name.substring(0, Math.max(0, dot)));
    if (type.isPresent()) {
      return type.get().method(name.substring(dot + 1)).flatMap(FunctionCode::returns);
    }
    if (arguments.isEmpty()) {
      return Optional.empty();
    }
    Optional<TypeName> first = of(arguments.get(0), locals);
    if (LIKE_FIRST.contains(name)) {
      return first.filter(t -> t.is("List", 1));
    } else if (ELEMENT_OF_FIRST.contains(name)) {
      return first.flatMap(this::element);
    } else if (UNWRAPS.contains(name)) {
      return first.map(t -> t.is("Optional", 1) || t.is("Future", 1) ? t.arguments().get(0) : t);
    } else if (name.equals("torch.values")) {
      return first.filter(t -> t.is("Dict", 2)).flatMap(t -> sized(listOf(t.arguments().get(1))));
    }
    return Optional.empty();
  }

  /** A tuple of two, made of a tuple of two, and so on: its text doubles each time. */
  private static Optional<TypeName> sized(TypeName type) {
    return type.hasAtMost(LARGEST) ? Optional.of(type) : Optional.empty();
  }

  private static TypeName listOf(TypeName item) {
    return new TypeName("List", List.of(item));
  }

  private Optional<TypeName> subscript(
      Expression.Subscript subscript, Map<String, TypeName> locals) {
    Optional<TypeName> base = of(subscript.base(), locals);
    if (base.isPresent() && subscript.index() instanceof Expression.Numeral numeral) {
      Optional<TypeName> element = tupleElement(base.get(), numeral.text());
      if (element.isPresent()) {
        return element;
      }
    }
    return base.flatMap(this::element);
  }

  private Optional<TypeName> tupleElement(TypeName type, String index) {
    try {
      return tupleElement(type, Integer.parseInt(index));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  Optional<TypeName> tupleElement(TypeName type, int index) {
    if (type.name().equals("Tuple") && index < type.arguments().size()) {
      return Optional.of(type.arguments().get(index)).filter(t -> !t.equals(UNKNOWN));
    }
    return code.type(type.name())
        .filter(c -> c.kind() == ClassCode.Kind.NAMED_TUPLE && index < c.attributes().size())
        .filter(c -> c.attributes().size() <= LARGEST)
        .map(c -> List.copyOf(c.attributes().values()).get(index));
  }

  /** What a list or dict holds. */
  Optional<TypeName> element(TypeName type) {
    if (type.is("List", 1)) {
      return Optional.of(type.arguments().get(0)).filter(t -> !t.equals(UNKNOWN));
    } else if (type.is("Dict", 2)) {
      return Optional.of(type.arguments().get(1));
    }
    return Optional.empty();
  }
}
