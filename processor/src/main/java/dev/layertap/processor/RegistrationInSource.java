// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Follows a field's block through its file, which is read once. It looks for a proof that nothing
 * registers the block: a value that is handed to any method, returned or assigned on may be
 * registered there.
 */
final class RegistrationInSource {
  private final Trees trees;

  /** The file that was asked about last: the fields of a class come one after the other. */
  private @Nullable Handovers last;

  RegistrationInSource(Trees trees) {
    this.trees = trees;
  }

  boolean showsNoRegistration(Element field) {
    TreePath path = trees.getPath(field);
    if (path == null) {
      return false;
    }
    Handovers file = handovers(path.getCompilationUnit());
    String name = field.getSimpleName().toString();
    List<TreePath> given = file.assigned.getOrDefault(name, List.of());
    if (given.isEmpty() || given.stream().anyMatch(this::mayRegister)) {
      return false;
    }
    Set<String> names = new HashSet<>(Set.of(name));
    given.forEach(value -> names.add(name((ExpressionTree) value.getLeaf())));
    names.remove("");
    return !file.handOn(names);
  }

  private Handovers handovers(CompilationUnitTree file) {
    Handovers known = last;
    if (known == null || known.file != file) {
      known = new Handovers(file);
      known.scan(new TreePath(file), null);
      last = known;
    }
    return known;
  }

  private boolean mayRegister(TreePath value) {
    return Boolean.TRUE.equals(new OwnCalls().scan(value, null));
  }

  /** The values that may be in an expression's result. */
  private static Stream<ExpressionTree> values(@Nullable ExpressionTree expression) {
    if (expression instanceof ParenthesizedTree inner) {
      return values(inner.getExpression());
    }
    if (expression instanceof TypeCastTree cast) {
      return values(cast.getExpression());
    }
    if (expression instanceof ConditionalExpressionTree either) {
      return Stream.concat(values(either.getTrueExpression()), values(either.getFalseExpression()));
    }
    if (expression instanceof AssignmentTree assignment) {
      return Stream.concat(values(assignment.getVariable()), values(assignment.getExpression()));
    }
    return expression == null ? Stream.empty() : Stream.of(expression);
  }

  /** The name of a variable, or of a field of any object; empty for other expressions. */
  private static String name(ExpressionTree expression) {
    if (expression instanceof IdentifierTree identifier) {
      return identifier.getName().toString();
    }
    return expression instanceof MemberSelectTree select ? select.getIdentifier().toString() : "";
  }

  /** Finds calls of the block's own methods, which may register, and {@code this} handed on. */
  private final class OwnCalls extends TreePathScanner<@Nullable Boolean, @Nullable Void> {
    @Override
    public @Nullable Boolean visitMethodInvocation(
        MethodInvocationTree tree, @Nullable Void nothing) {
      ExpressionTree method = tree.getMethodSelect();
      boolean own =
          method instanceof IdentifierTree && !isStatic(new TreePath(getCurrentPath(), method));
      return own ? Boolean.TRUE : super.visitMethodInvocation(tree, null);
    }

    private boolean isStatic(TreePath method) {
      Element element = trees.getElement(method);
      return element != null && element.getModifiers().contains(Modifier.STATIC);
    }

    @Override
    public @Nullable Boolean visitIdentifier(IdentifierTree tree, @Nullable Void nothing) {
      return tree.getName().contentEquals("this") || tree.getName().contentEquals("super");
    }

    @Override
    public @Nullable Boolean reduce(@Nullable Boolean one, @Nullable Boolean other) {
      return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
    }
  }

  /** Finds what variables are given, and what is given to somebody else. */
  private static final class Handovers extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree file;
    private final Map<String, List<TreePath>> assigned = new HashMap<>();
    private final Map<String, Set<String>> assignedOn = new HashMap<>();
    private final Set<String> given = new HashSet<>();

    Handovers(CompilationUnitTree file) {
      this.file = file;
    }

    /** Whether what one of some variables holds is given to anything but these variables. */
    boolean handOn(Set<String> names) {
      return !Collections.disjoint(names, given)
          || assignedOn.entrySet().stream()
              .filter(target -> !names.contains(target.getKey()))
              .anyMatch(target -> !Collections.disjoint(names, target.getValue()));
    }

    private void give(@Nullable ExpressionTree expression) {
      values(expression).map(RegistrationInSource::name).forEach(given::add);
    }

    private void assign(String target, @Nullable ExpressionTree expression) {
      values(expression)
          .filter(one -> one.getKind() != Tree.Kind.NULL_LITERAL)
          .forEach(
              one -> {
                assigned
                    .computeIfAbsent(target, unused -> new ArrayList<>())
                    .add(new TreePath(getCurrentPath(), one));
                assignedOn.computeIfAbsent(target, unused -> new HashSet<>()).add(name(one));
              });
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
      tree.getArguments().forEach(this::give);
      return super.visitMethodInvocation(tree, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void nothing) {
      tree.getArguments().forEach(this::give);
      return super.visitNewClass(tree, null);
    }

    @Override
    public @Nullable Void visitNewArray(NewArrayTree tree, @Nullable Void nothing) {
      if (tree.getInitializers() != null) {
        tree.getInitializers().forEach(this::give);
      }
      return super.visitNewArray(tree, null);
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void nothing) {
      give(tree.getExpression());
      return super.visitReturn(tree, null);
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void nothing) {
      if (tree.getBody() instanceof ExpressionTree result) {
        give(result);
      }
      return super.visitLambdaExpression(tree, null);
    }

    @Override
    public @Nullable Void visitInstanceOf(InstanceOfTree tree, @Nullable Void nothing) {
      if (tree.getPattern() != null) {
        give(tree.getExpression());
      }
      return super.visitInstanceOf(tree, null);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
      assign(tree.getName().toString(), tree.getInitializer());
      return super.visitVariable(tree, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void nothing) {
      assign(name(tree.getVariable()), tree.getExpression());
      return super.visitAssignment(tree, null);
    }
  }
}
