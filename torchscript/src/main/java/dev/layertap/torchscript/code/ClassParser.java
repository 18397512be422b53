// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.code.ClassCode.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses one class. */
final class ClassParser {
  private static final Map<String, Kind> KINDS =
      Map.of(
          "Module", Kind.MODULE,
          "ModuleInterface", Kind.MODULE_INTERFACE,
          "Interface", Kind.INTERFACE,
          "NamedTuple", Kind.NAMED_TUPLE,
          "Enum", Kind.ENUM);

  private final SourceParser parser;
  private final Tokens tokens;
  private final String qualifier;
  private final Map<String, TypeName> attributes = new LinkedHashMap<>();
  private final Map<String, List<String>> lists = new LinkedHashMap<>();
  private final Map<String, String> constants = new LinkedHashMap<>();
  private final List<FunctionCode> methods = new ArrayList<>();
  private final Map<String, FunctionCode> byName = new HashMap<>();

  ClassParser(SourceParser parser, Tokens tokens, String qualifier) {
    this.parser = parser;
    this.tokens = tokens;
    this.qualifier = qualifier;
  }

  ClassCode parse() throws ArchiveException {
    tokens.expect("class");
    Token name = tokens.expect(Token.Kind.NAME, "the class's name");
    Kind kind = Kind.PLAIN;
    if (tokens.accept("(")) {
      if (!tokens.at(")")) {
        Token base = tokens.expect(Token.Kind.NAME, "the base class");
        kind = KINDS.getOrDefault(base.text(), Kind.PLAIN);
      }
      tokens.expect(")");
    }
    tokens.expect(":");
    int bodyStart = tokens.expect(Token.Kind.NEWLINE, "the end of the line").end();
    String indent = "  ";
    // An empty class has no block at all.
    if (tokens.at(Token.Kind.INDENT)) {
      int first = tokens.take().end();
      String text = parser.source().text();
      indent = text.substring(text.lastIndexOf('\n', first - 1) + 1, first);
      while (!tokens.accept(Token.Kind.DEDENT)) {
        member();
      }
    }
    return new ClassCode(
        qualifier + "." + name.text(),
        kind,
        Collections.unmodifiableMap(attributes),
        Collections.unmodifiableMap(lists),
        Collections.unmodifiableMap(constants),
        List.copyOf(methods),
        Collections.unmodifiableMap(byName),
        bodyStart,
        indent);
  }

  private void member() throws ArchiveException {
    if (tokens.at("def")) {
      Token start = tokens.peek();
      FunctionCode method = parser.function();
      if (method.parameters().isEmpty()) {
        throw parser
            .source()
            .error(start.start(), "a method with its own object as parameter", "one without");
      }
      methods.add(method);
      byName.putIfAbsent(method.name(), method);
    } else if (parser.statement() instanceof Statement.Assignment assignment) {
      if (assignment.target() instanceof Expression.Name name) {
        named(name.name(), assignment);
      } else if (assignment.target() instanceof Expression.Subscript subscript
          && subscript.base() instanceof Expression.Name base
          && base.name().equals("__annotations__")
          && subscript.index() instanceof Expression.Text key) {
        TypeName.from(assignment.value()).ifPresent(type -> attributes.put(key.value(), type));
      }
    }
  }

  private void named(String name, Statement.Assignment assignment) {
    Expression value = assignment.value();
    if (assignment.annotation().isEmpty()) {
      if (name.startsWith("__") && value instanceof Expression.ListOf list) {
        lists.put(name, strings(list));
      }
      return;
    }
    TypeName type = assignment.annotation().get();
    if (type.name().equals("Final")) {
      constants.put(name, parser.source().text().substring(value.start(), value.end()));
    } else {
      attributes.put(name, type);
    }
  }

  private static List<String> strings(Expression.ListOf list) {
    List<String> strings = new ArrayList<>();
    for (Expression item : list.items()) {
      if (item instanceof Expression.Text text) {
        strings.add(text.value());
      }
    }
    return List.copyOf(strings);
  }
}
