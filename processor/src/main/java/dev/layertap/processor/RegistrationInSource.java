// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import com.sun.source.tree.AssignmentTree;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Follows a field's block through its file. It looks for a proof that nothing registers the block:
 * a value that is handed to any method, returned or assigned on may be registered there.
 */
final class RegistrationInSource {
  private final Trees trees;

  RegistrationInSource(Trees trees) {
    this.trees = trees;
  }

  boolean showsNoRegistration(Element field) {
    TreePath path = trees.getPath(field);
    if (path == null) {
      return false;
    }
    TreePath file = new TreePath(path.getCompilationUnit());
    Assigned assigned = new Assigned(field.getSimpleName().toString());
    assigned.scan(file, null);
    if (assigned.isUnknown()) {
      return false;
    }
    HandedOn handedOn = new HandedOn(assigned.names);
    handedOn.scan(file, null);
    return !handedOn.found;
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

  /** Finds what the field is given. */
  private final class Assigned extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final String field;
    private final Set<String> names = new HashSet<>();
    private int times;
    private boolean mayRegister;

    Assigned(String field) {
      this.field = field;
      names.add(field);
    }

    boolean isUnknown() {
      return times == 0 || mayRegister;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
      if (tree.getName().contentEquals(field)) {
        take(tree.getInitializer());
      }
      return super.visitVariable(tree, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void nothing) {
      if (name(tree.getVariable()).equals(field)) {
        take(tree.getExpression());
      }
      return super.visitAssignment(tree, null);
    }

    private void take(@Nullable ExpressionTree value) {
      values(value)
          .filter(one -> one.getKind() != Tree.Kind.NULL_LITERAL)
          .forEach(
              one -> {
                times++;
                names.add(name(one));
                Boolean calls = new OwnCalls().scan(new TreePath(getCurrentPath(), one), null);
                mayRegister |= Boolean.TRUE.equals(calls);
              });
    }
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

  /** Finds where one of some names is given to somebody else. */
  private static final class HandedOn extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Set<String> names;
    private boolean found;

    HandedOn(Set<String> names) {
      this.names = names;
    }

    private void see(List<? extends ExpressionTree> expressions) {
      List<ExpressionTree> all = new ArrayList<>();
      expressions.forEach(expression -> values(expression).forEach(all::add));
      found |= all.stream().map(RegistrationInSource::name).anyMatch(this::isOne);
    }

    private boolean isOne(String name) {
      return !name.isEmpty() && names.contains(name);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
      see(tree.getArguments());
      return super.visitMethodInvocation(tree, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void nothing) {
      see(tree.getArguments());
      return super.visitNewClass(tree, null);
    }

    @Override
    public @Nullable Void visitNewArray(NewArrayTree tree, @Nullable Void nothing) {
      if (tree.getInitializers() != null) {
        see(tree.getInitializers());
      }
      return super.visitNewArray(tree, null);
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void nothing) {
      if (tree.getExpression() != null) {
        see(List.of(tree.getExpression()));
      }
      return super.visitReturn(tree, null);
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void nothing) {
      if (tree.getBody() instanceof ExpressionTree result) {
        see(List.of(result));
      }
      return super.visitLambdaExpression(tree, null);
    }

    @Override
    public @Nullable Void visitInstanceOf(InstanceOfTree tree, @Nullable Void nothing) {
      if (tree.getPattern() != null) {
        see(List.of(tree.getExpression()));
      }
      return super.visitInstanceOf(tree, null);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
      if (tree.getInitializer() != null && !isOne(tree.getName().toString())) {
        see(List.of(tree.getInitializer()));
      }
      return super.visitVariable(tree, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void nothing) {
      if (!isOne(name(tree.getVariable()))) {
        see(List.of(tree.getExpression()));
      }
      return super.visitAssignment(tree, null);
    }
  }
}
