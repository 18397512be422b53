// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.CodeBase;
import dev.layertap.torchscript.code.TypeName;

/** Takes values for Java: what is {@linkplain Wanted wanted} of them is said with each run. */
final class CopyingCode implements TakingCode {
  private static final String TAKE =
      """
      def %1$s(store: %2$s,
          slot: int,
          x: %3$s) -> NoneType:
        w, n, v, held, k, = store
      %4$s\
      """;

  private static final String THROUGH_INTERFACE = "return k.%s(w, n, v, held, slot, x)\n";

  private static final String METHOD =
      """
      def %1$s(self: %2$s,
          w: List[int],
          n: List[int],
          v: List[Any],
          held: Tensor,
          slot: int,
          x: %3$s) -> NoneType:
      """;

  private static final String BODY =
      """
      at = w[slot]
      if torch.eq(at, 1):
      %2$s\
      elif torch.gt(at, 1):
        number = %3$s.call(w, n, v, slot)
        for i in range(w[torch.add(at, 1)]):
          p = w[torch.add(torch.add(at, 2), i)]
          notes = %3$s.begin(w, n, v, held, p, number)
          if torch.gt(torch.len(notes), 0):
            y = %4$s
            _1 = %3$s.end(w, n, v, held, p, notes, y)
      else:
        pass
      return None
      """;

  private static final String WHOLE =
      """
      p = 0
      notes = [0, -1]
      y = %s
      _0 = %s.kept(w, n, v, slot, notes, y)
      """;

  /** A tensor of the usual kind, of which there is nothing to note, is copied here and now. */
  private static final String PLAIN_OR =
      """
      if torch.ne(ops.prim.dtype(x), %d):
        usual = False
      elif ops.prim.is_nested(x):
        usual = False
      elif ops.prim.is_meta(x):
        usual = False
      else:
        usual = torch.eq(ops.prim.layout(x), %d)
      if usual:
        _2 = torch.append(n, slot)
      %s\
      else:
      """;

  private static final String COPY = "_3 = torch.append(v, torch.clone(x))\n";

  private static final String SHARE_OR_COPY =
      """
      if torch.ne(w[%d], 0):
        _4 = torch.append(v, x)
      else:
        _3 = torch.append(v, torch.clone(x))
      """;

  private static final TypeName TENSOR = TypeName.of("Tensor");

  private final String module;
  private final int selectionSize;
  private final StoreCode stores;
  private final CopyCode copies;
  private final StringBuilder declared = new StringBuilder();
  private final StringBuilder written = new StringBuilder();

  CopyingCode(TwinNames names, CodeBase code, int selectionSize) {
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
  public String take(String name, TypeName type, boolean lasts) {
    String copy = copies.copy(type, "x");
    String whole = WHOLE.formatted(copy, module);
    String taking = type.equals(TENSOR) ? plain(lasts) + whole.indent(2) : whole;
    // Of one tensor statistics are plain numbers, which cost less than a tensor of them.
    String made = type.equals(TENSOR) ? module + ".made(x, w, p, notes, )" : copy;
    String body = BODY.formatted(copy, taking.indent(2), module, made);
    if (namesClass(type)) {
      return TAKE.formatted(name, storeType(), type, body.indent(2));
    }
    declared.append(method(name, "Keeping", type, "pass\n"));
    written.append(method(name, "Keeper", type, body));
    return TAKE.formatted(name, storeType(), type, THROUGH_INTERFACE.formatted(name).indent(2));
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

  private String plain(boolean lasts) {
    String keep = lasts ? SHARE_OR_COPY.formatted(selectionSize + Wanted.SHARED) : COPY;
    return PLAIN_OR.formatted(TensorTypes.FLOAT32, TensorTypes.STRIDED, keep.indent(2));
  }

  @Override
  public boolean isReadable(TypeName type) {
    return !copies.copy(type, "x").equals("None");
  }

  @Override
  public String text() {
    return stores.text(declared.toString(), written.toString())
        + KeepCode.text(module)
        + copies.text();
  }
}
