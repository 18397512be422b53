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
        at = ((store)[0])[slot]
        if torch.ne(at, 0):
          w, n, v, held, k, = store
          if torch.eq(at, 1):
      %5$s\
          else:
            number = k.call(w, n, v, slot)
            for i in range(w[torch.add(at, 1)]):
              p = w[torch.add(torch.add(at, 2), i)]
              notes = k.begin(w, n, v, held, p, number)
              if torch.gt(torch.len(notes), 0):
                y = %4$s
                _1 = k.end(w, n, v, held, p, notes, y)
        else:
          pass
        return None
      """;

  private static final String WHOLE =
      """
      p = 0
      notes = [0, -1]
      y = %s
      _0 = k.whole(w, n, v, slot, notes, y)
      """;

  private static final String PLAIN_OR =
      """
      if k.plain(n, v, slot, x):
        pass
      else:
      """;

  private static final TypeName TENSOR = TypeName.of("Tensor");

  private final String module;
  private final StoreCode stores;
  private final CopyCode copies;

  CopyingCode(TwinNames names, CodeBase code, int selectionSize) {
    this.module = names.support();
    this.stores = new StoreCode(module, selectionSize);
    this.copies = new CopyCode(module, code);
  }

  @Override
  public String storeType() {
    return stores.type();
  }

  @Override
  public String take(String name, TypeName type) {
    String copy = copies.copy(type, "x");
    String whole = WHOLE.formatted(copy);
    String taking = type.equals(TENSOR) ? PLAIN_OR + whole.indent(2) : whole;
    return TAKE.formatted(name, storeType(), type, copy, taking.indent(6));
  }

  @Override
  public boolean isReadable(TypeName type) {
    return !copies.copy(type, "x").equals("None");
  }

  @Override
  public String text() {
    return stores.text() + KeepCode.text(module) + copies.text();
  }
}
