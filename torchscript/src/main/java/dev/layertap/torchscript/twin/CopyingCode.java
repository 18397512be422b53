// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.CodeBase;
import dev.layertap.torchscript.code.TypeName;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes values for Java: what is {@linkplain Wanted wanted} of them is said with each run. */
final class CopyingCode implements TakingCode {
  private static final String TAKE =
      """
      def %1$s(store: %2$s,
          slot: int,
          x: %3$s) -> NoneType:
        w, n, v, held, = %4$s
      %5$s\
      """;

  private static final String METHOD =
      """
      def %1$s(self: %2$s,
          slot: int,
          x: %3$s) -> NoneType:
      """;

  private static final String PARTS =
      """
      w = self.w
      n = self.n
      v = self.v
      held = self.held
      """;

  private static final String BODY =
      """
      at = w[slot]
      if torch.eq(at, 1):
      %1$s\
      elif torch.gt(at, 1):
      %2$s\
      else:
        pass
      return None
      """;

  private static final String WHOLE =
      """
      p = 0
      notes = [0, -1]
      y = %1$s
      _0 = %2$s.kept(w, n, v, slot, notes, y)
      """;

  private static final String PROGRAMS =
      """
      number = %2$s.call(w, n, v, slot)
      for i in range(w[torch.add(at, 1)]):
        p = w[torch.add(torch.add(at, 2), i)]
        notes = %2$s.begin(w, n, v, held, p, number)
        if torch.gt(torch.len(notes), 0):
          y = %1$s
          _1 = %2$s.end(w, n, v, held, p, notes, y)
      """;

  /** A tensor of the usual kind, of which there is nothing to note, is copied here and now. */
  private static final String USUAL_OR_WHOLE =
      """
      if torch.ne(ops.prim.dtype(x), %1$d):
        usual = False
      elif ops.prim.is_nested(x):
        usual = False
      elif ops.prim.is_meta(x):
        usual = False
      else:
        usual = torch.eq(ops.prim.layout(x), %2$d)
      if usual:
        _2 = torch.append(n, slot)
      %3$s\
      else:
        _5 = %4$s.whole_tensor(w, n, v, slot, x)
      """;

  private static final String COPY = "_3 = torch.append(v, torch.clone(x))\n";

  private static final String SHARE_OR_COPY =
      """
      if torch.ne(w[%d], 0):
        _4 = torch.append(v, x)
      else:
        _3 = torch.append(v, torch.clone(x))
      """;

  private static final String MAKE = "_6 = %s.make_of_tensor(w, n, v, held, slot, at, x)\n";

  /**
   * What is done to a tensor beside keeping it as it is: functions that all share, as libtorch
   * makes a plan only of what is called.
   */
  private static final String OF_TENSORS =
      """
      def whole_tensor(w: List[int],
          n: List[int],
          v: List[Any],
          slot: int,
          x: Tensor) -> NoneType:
      %1$s\
        return None
      def make_of_tensor(w: List[int],
          n: List[int],
          v: List[Any],
          held: Tensor,
          slot: int,
          at: int,
          x: Tensor) -> NoneType:
      %2$s\
        return None
      """;

  private static final TypeName TENSOR = TypeName.of("Tensor");
  private static final TypeName INT = TypeName.of("int");
  private static final TypeName INTS = new TypeName("List", List.of(INT));

  /** What {@code make_of_tensor} takes. */
  private static final List<TypeName> MADE_OF =
      List.of(
          INTS, INTS, new TypeName("List", List.of(TypeName.of("Any"))), TENSOR, INT, INT, TENSOR);

  private final TwinNames names;
  private final String module;
  private final int selectionSize;
  private final StoreCode stores;
  private final CopyCode copies;
  private final StringBuilder declared = new StringBuilder();
  private final StringBuilder written = new StringBuilder();
  private final StringBuilder functions = new StringBuilder();

  CopyingCode(TwinNames names, CodeBase code, int selectionSize) {
    this.names = names;
    this.module = names.support();
    this.selectionSize = selectionSize;
    this.stores = new StoreCode(module, selectionSize);
    this.copies = new CopyCode(module, code);
  }

  @Override
  public String storeType() {
    return stores.type();
  }

  @Override
  public String unpacked(String store) {
    return "%s, %s, = %s".formatted(names.local("w"), names.local("k"), store);
  }

  @Override
  public String take(String name, CallPart part, TypeName type) {
    String slot = part == CallPart.INPUTS ? SupportCode.INPUTS_SLOT : "";
    String body = slot + (type.equals(TENSOR) ? takeTensor(part) : takeAny(type));
    if (namesClass(type)) {
      functions.append(
          TAKE.formatted(name, storeType(), type, StoreCode.parts("store"), body.indent(2)));
      return "%s.%s(%s, ".formatted(module, name, names.local("store"));
    }
    declared.append(method(name, "Keeping", type, "pass\n"));
    written.append(method(name, "Keeper", type, PARTS + body));
    return names.local("k") + "." + name + "(";
  }

  /**
   * Libtorch looks at all types of an interface before it knows the interface, and at a model's
   * class only with its twins, which name the interface.
   */
  private static boolean namesClass(TypeName type) {
    return type.name().contains(".") || type.arguments().stream().anyMatch(CopyingCode::namesClass);
  }

  private String method(String name, String self, TypeName type, String body) {
    return (METHOD.formatted(name, module + "." + self, type) + body.indent(2)).indent(2);
  }

  private String takeTensor(CallPart part) {
    String keep =
        part == CallPart.LASTING_OUTPUT
            ? SHARE_OR_COPY.formatted(selectionSize + Wanted.SHARED)
            : COPY;
    String usual =
        USUAL_OR_WHOLE.formatted(TensorTypes.FLOAT32, TensorTypes.STRIDED, keep.indent(2), module);
    return BODY.formatted(usual.indent(2), MAKE.formatted(module).indent(2));
  }

  private String takeAny(TypeName type) {
    String copy = copies.copy(type, "x");
    String whole = WHOLE.formatted(copy, module);
    return BODY.formatted(whole.indent(2), PROGRAMS.formatted(copy, module).indent(2));
  }

  private String ofTensors() {
    String whole = WHOLE.formatted(copies.copy(TENSOR, "x"), module);
    // Of one tensor statistics are plain numbers, which cost less than a tensor of them.
    String made = PROGRAMS.formatted(module + ".made(x, w, p, notes, )", module);
    return OF_TENSORS.formatted(whole.indent(2), made.indent(2));
  }

  @Override
  public String make(Function<TypeName, String> value) {
    String arguments =
        MADE_OF.stream().map(type -> value.apply(type) + ", ").collect(Collectors.joining());
    return "%s.make_of_tensor(%s)".formatted(module, arguments);
  }

  @Override
  public boolean isReadable(TypeName type) {
    return !copies.copy(type, "x").equals("None");
  }

  @Override
  public String text() {
    return stores.text(declared.toString(), written.toString())
        + functions
        + ofTensors()
        + KeepCode.text(module)
        + copies.text();
  }
}
