// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.Expression;
import dev.layertap.torchscript.code.Statement;
import dev.layertap.torchscript.code.TypeName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** PyTorch's own modules that return tuples: what the tracer kept can be told from the code. */
enum TupleModule {
  LSTM("rnn.LSTM", 3),
  GRU("rnn.GRU", 2),
  RNN("rnn.RNN", 2),
  LSTM_CELL("rnn.LSTMCell", 2),
  ATTENTION("activation.MultiheadAttention", 2);

  private static final TypeName TENSOR = TypeName.of("Tensor");
  private static final TypeName NOTHING = TypeName.of("NoneType");

  private final String className;
  private final int size;

  TupleModule(String name, int size) {
    this.className = "__torch__.torch.nn.modules." + name;
    this.size = size;
  }

  static Optional<TupleModule> of(String className) {
    return Arrays.stream(values()).filter(m -> m.className.equals(className)).findFirst();
  }

  /** What a traced method of this module's class still returns. */
  TracedResults.Result result(Routine routine) {
    Map<String, Expression> values = new HashMap<>();
    Map<String, Integer> operatorResults = new HashMap<>();
    Expression returned = null;
    for (Statement statement : routine.code().body()) {
      if (statement instanceof Statement.Assignment assignment) {
        if (assignment.target() instanceof Expression.Name name) {
          values.put(name.name(), assignment.value());
        } else if (assignment.target() instanceof Expression.TupleOf targets
            && targets.items().size() == size
            && assignment.value() instanceof Expression.Call) {
          number(targets, operatorResults);
        }
      } else if (statement instanceof Statement.Return result) {
        returned = result.value().orElse(null);
      }
    }
    if (returned instanceof Expression.Name name && values.containsKey(name.name())) {
      returned = values.get(name.name());
    }
    if (returned == null) {
      return TracedResults.Result.removed();
    }
    List<Expression> items =
        returned instanceof Expression.TupleOf tuple ? tuple.items() : List.of(returned);
    Set<Integer> indices = new LinkedHashSet<>();
    for (int i = 0; i < items.size(); i++) {
      index(items.get(i), i, items.size(), values, operatorResults).ifPresent(indices::add);
    }
    return indices.size() == items.size()
        ? arrange(List.copyOf(indices), returned instanceof Expression.TupleOf)
        : TracedResults.Result.removed();
  }

  private static void number(Expression.TupleOf targets, Map<String, Integer> numbers) {
    for (int i = 0; i < targets.items().size(); i++) {
      if (targets.items().get(i) instanceof Expression.Name name) {
        numbers.put(name.name(), i);
      }
    }
  }

  /** Which element of Python's tuple an expression gives. */
  private Optional<Integer> index(
      Expression item,
      int position,
      int count,
      Map<String, Expression> values,
      Map<String, Integer> operatorResults) {
    Set<String> names = new LinkedHashSet<>();
    collectNames(item, names);
    List<Integer> indices =
        names.stream().filter(operatorResults::containsKey).map(operatorResults::get).toList();
    if (indices.size() == 1) {
      return Optional.of(indices.get(0));
    }
    if (this == LSTM_CELL) {
      Expression value =
          item instanceof Expression.Name name ? values.getOrDefault(name.name(), item) : item;
      // h = o * tanh(c), and c = f * c' + i * g
      String operator = operator(value);
      return operator.equals("mul")
          ? Optional.of(0)
          : operator.equals("add") ? Optional.of(1) : Optional.empty();
    }
    if (this == ATTENTION) {
      return count == size ? Optional.of(position) : Optional.of(0);
    }
    return Optional.empty();
  }

  private static String operator(Expression value) {
    return value instanceof Expression.Call call
            && call.function() instanceof Expression.Attribute function
        ? function.name()
        : "";
  }

  private static void collectNames(Expression expression, Set<String> names) {
    if (expression instanceof Expression.Name name) {
      names.add(name.name());
    }
    expression.parts().forEach(part -> collectNames(part, names));
  }

  /** Puts the kept elements back in Python's order, with None for the others. */
  private TracedResults.Result arrange(List<Integer> kept, boolean isTuple) {
    List<String> elements = new ArrayList<>();
    List<TypeName> types = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int place = kept.indexOf(i);
      elements.add(place < 0 ? "None" : isTuple ? "(%s)[" + place + "]" : "%s");
      types.add(place < 0 ? NOTHING : TENSOR);
    }
    TracedResults.Result.State state =
        kept.size() == size ? TracedResults.Result.State.WHOLE : TracedResults.Result.State.PARTLY;
    if (this == LSTM) {
      TypeName states = new TypeName("Tuple", types.subList(1, 3));
      return new TracedResults.Result(
          state,
          new TypeName("Tuple", List.of(types.get(0), states)),
          "(" + elements.get(0) + ", (" + elements.get(1) + ", " + elements.get(2) + "))");
    }
    return new TracedResults.Result(
        state, new TypeName("Tuple", List.copyOf(types)), "(" + String.join(", ", elements) + ")");
  }
}
