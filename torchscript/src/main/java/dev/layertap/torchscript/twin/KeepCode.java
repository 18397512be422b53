// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

/**
 * The functions that make of a tensor, as a module returns it, what shall be kept of it until the
 * run ends: a tensor of a type that Java can read, reduced as a {@linkplain Wanted program} says,
 * or numbers about it.
 *
 * <p>They do what core's {@code Steps} and {@code Statistics} do, with the same operators in the
 * same order, so that modules and blocks give the same bits.
 *
 * <p>In their text {@code @} stands before a call of one by another, for the module that they will
 * be in.
 */
final class KeepCode {
  /** In the list of notes, before a note for each tensor: its bytes, and how many there may be. */
  static final int NOTES_HEAD = 2;

  static final int NESTED = -1;
  static final int META = -2;

  /** Less the number of the type, it stands for one that nothing can be converted to. */
  static final int UNREADABLE = -3;

  /** A layout counts for this many types. */
  static final int LAYOUT = 1000;

  /** How many elements statistics go through at once, as core's do. */
  private static final int PIECE = 7 << 12;

  /**
   * DJL has no type for these, and asking it for one can end the JVM. Notes what was converted, and
   * tells whether the result has memory of its own.
   */
  private static final String READABLE =
      """
      def readable(x: Tensor,
          notes: List[int]) -> Tuple[Tensor, bool]:
        if ops.prim.is_nested(x):
          _0 = torch.append(notes, %1$d)
          return (torch.zeros([0]), True)
        if ops.prim.is_meta(x):
          _1 = torch.append(notes, %2$d)
          return (torch.zeros([0]), True)
        layout = ops.prim.layout(x)
        own = torch.ne(layout, %4$d)
        if own:
          y = torch.to_dense(x)
        else:
          y = x
        type = ops.prim.dtype(y)
        note = torch.mul(layout, %5$d)
        if torch.__contains__([%6$s], type):
          pass
        else:
          note = torch.add(note, torch.add(type, 1))
          if ops.prim.is_quantized(y):
            y = torch.dequantize(y)
            own = True
          elif torch.is_complex(y):
            y = torch.view_as_real(torch.resolve_conj(y))
          elif torch.__contains__([%7$s], type):
            y = torch.to(y, %8$d)
            own = True
          elif torch.__contains__([%9$s], type):
            y = torch.to(y, %10$d)
            own = True
          elif torch.__contains__([%11$s], type):
            y = @whole(y)
            own = True
          else:
            note = torch.sub(%3$d, type)
            y = torch.zeros([0])
            own = True
        _2 = torch.append(notes, note)
        return (y, own)
      def whole(x: Tensor) -> Tensor:
        y = torch.to(x, %12$d)
        if torch.gt(torch.numel(y), 0):
          if torch.lt(int(torch.min(y)), 0):
            y = torch.to(x, %13$d)
        return y
      """
          .formatted(
              NESTED,
              META,
              UNREADABLE,
              TensorTypes.STRIDED,
              LAYOUT,
              numbers(
                  TensorTypes.UINT8,
                  TensorTypes.INT8,
                  TensorTypes.INT32,
                  TensorTypes.INT64,
                  TensorTypes.FLOAT16,
                  TensorTypes.FLOAT32,
                  TensorTypes.FLOAT64,
                  TensorTypes.BOOL),
              numbers(
                  TensorTypes.BFLOAT16,
                  TensorTypes.FLOAT8_E5M2,
                  TensorTypes.FLOAT8_E5M2 + 1,
                  TensorTypes.FLOAT8_E5M2 + 2,
                  TensorTypes.FLOAT8_E4M3FNUZ,
                  TensorTypes.FLOAT8_E8M0FNU),
              TensorTypes.FLOAT32,
              numbers(TensorTypes.INT16, TensorTypes.UINT16),
              TensorTypes.INT32,
              numbers(TensorTypes.UINT32, TensorTypes.UINT64),
              TensorTypes.INT64,
              TensorTypes.FLOAT64);

  private static final String KEEP =
      """
      def keep(x: Tensor,
          w: List[int],
          p: int,
          notes: List[int]) -> Tensor:
        y, own, = @readable(x, notes)
        if torch.ne(p, 0):
          return @reduced(y, own, w, p, notes)
        if own:
          return y
        return torch.clone(y)
      def stepped(x: Tensor,
          own: bool,
          w: List[int],
          p: int) -> Tuple[Tensor, bool, bool]:
        y = x
        at = torch.add(p, %1$d)
        end = torch.add(at, w[torch.add(p, %2$d)])
        for i in range(w[torch.add(p, %2$d)]):
          if torch.lt(at, end):
            y, own, at, = @step(y, own, w, at)
            if torch.lt(at, 0):
              _0 = torch._set_item(w, torch.add(p, %3$d), 1)
              y = torch.expand(torch.zeros([], dtype=ops.prim.dtype(x)), torch.size(x))
              return (y, True, False)
        return (y, own, True)
      def reduced(x: Tensor,
          own: bool,
          w: List[int],
          p: int,
          notes: List[int]) -> Tensor:
        y, own, fits, = @stepped(x, own, w, p)
        if fits:
          pass
        else:
          return y
        if torch.ne(w[torch.add(p, %4$d)], 0):
          return @statistics(y)
        bytes = torch.mul(torch.numel(y), torch.element_size(y))
        _1 = torch._set_item(notes, 0, torch.add(notes[0], bytes))
        if torch.ge(notes[1], 0):
          if torch.gt(notes[0], notes[1]):
            return torch.zeros([0])
        if own:
          return y
        return torch.clone(y)
      def made(x: Tensor,
          w: List[int],
          p: int,
          notes: List[int]) -> Any:
        if torch.eq(w[torch.add(p, %4$d)], 0):
          return @keep(x, w, p, notes)
        y, own, = @readable(x, notes)
        y, own, fits, = @stepped(y, own, w, p)
        if fits:
          return @figures(y)
        return y
      """
          .formatted(Wanted.STEPS, Wanted.LENGTH, Wanted.UNFIT, Wanted.STATISTICS);

  /** A step that does not fit a tensor's shape returns -1 for the place of the next. */
  private static final String STEP =
      """
      def axis_of(x: Tensor, axis: int) -> int:
        if torch.lt(axis, 0):
          return torch.add(axis, torch.dim(x))
        return axis
      def step(x: Tensor,
          own: bool,
          w: List[int],
          at: int) -> Tuple[Tensor, bool, int]:
        op = w[at]
        if torch.eq(op, %1$d):
          axis = @axis_of(x, w[torch.add(at, 1)])
          if torch.lt(axis, 0):
            return (x, own, -1)
          if torch.ge(axis, torch.dim(x)):
            return (x, own, -1)
          length = torch.size(x)[axis]
          start = w[torch.add(at, 2)]
          stop = w[torch.add(at, 3)]
          if torch.lt(start, 0):
            start = torch.add(start, length)
          if torch.lt(stop, 0):
            stop = torch.add(stop, length)
          start = ops.prim.max(start, 0)
          stop = ops.prim.min(stop, length)
          if torch.ge(start, stop):
            return (x, own, -1)
          return (torch.slice(x, axis, start, stop, 1), False, torch.add(at, 4))
        if torch.eq(op, %2$d):
          type = w[torch.add(at, 1)]
          same = torch.eq(ops.prim.dtype(x), type)
          if same:
            return (x, own, torch.add(at, 2))
          return (torch.to(x, type), True, torch.add(at, 2))
        if torch.eq(op, %3$d):
          if ops.prim.is_cuda(x):
            return (torch.cpu(x), True, torch.add(at, 1))
          return (torch.cpu(x), own, torch.add(at, 1))
        axes = annotate(List[int], [])
        count = w[torch.add(at, 1)]
        for i in range(count):
          axis = @axis_of(x, w[torch.add(torch.add(at, 2), i)])
          if torch.lt(axis, 0):
            return (x, own, -1)
          if torch.ge(axis, torch.dim(x)):
            return (x, own, -1)
          if torch.__contains__(axes, axis):
            pass
          else:
            _0 = torch.append(axes, axis)
          if torch.eq(op, %5$d):
            if torch.eq(torch.size(x)[axis], 0):
              return (x, own, -1)
        torch.sort(axes, True)
        y = x
        if torch.ne(op, %5$d):
          if torch.is_floating_point(x):
            pass
          else:
            y = torch.to(x, %7$d)
        if torch.eq(op, %6$d):
          y = torch.norm(y, 2, axes, False)
        else:
          for i in range(torch.len(axes)):
            if torch.eq(op, %5$d):
              y, _1, = torch.max(y, axes[i], False)
            else:
              y = torch.mean(y, [axes[i]], False)
        return (y, True, torch.add(torch.add(at, 2), count))
      """
          .formatted(
              Wanted.SLICE,
              Wanted.CONVERT,
              Wanted.TO_CPU,
              Wanted.MEAN,
              Wanted.MAX,
              Wanted.NORM,
              TensorTypes.FLOAT32);

  /**
   * Each piece's mean and squares join those before it, as in Chan, Golub and LeVeque, <i>Updating
   * Formulae and a Pairwise Algorithm for Computing Sample Variances</i> (1979). A tensor of
   * doubles made of a list would have gone through float32; one of integers does not. What the
   * squares of doubles lose are very small ones, which are no zeros.
   */
  private static final String STATISTICS =
      """
      def piece(x: Tensor, i: int) -> Tensor:
        y = torch.slice(x, 0, torch.mul(i, %1$d), torch.mul(torch.add(i, 1), %1$d), 1)
        type = ops.prim.dtype(y)
        if torch.eq(type, %3$d):
          return y
        if torch.eq(type, %2$d):
          return torch.to(y, %3$d)
        return torch.to(y, %4$d)
      def finite(x: Tensor) -> Tensor:
        m = torch.logical_not(torch.logical_or(torch.isnan(x), torch.isinf(x)))
        return torch.masked_select(x, m)
      def squares_about(x: Tensor, mean: float) -> float:
        d = torch.sub(torch.to(x, %4$d), mean)
        return float(torch.sum(torch.mul(d, d)))
      def figures(x: Tensor) -> List[float]:
        flat = torch.flatten(x)
        count = torch.numel(flat)
        low = inf
        high = -inf
        known = 0
        mean = 0.
        squares = 0.
        nans = 0
        infs = 0
        zeros = 0
        for i in range(torch.floordiv(torch.add(count, %5$d), %1$d)):
          y = @piece(flat, i)
          n = torch.numel(y)
          least, most, = torch.aminmax(y)
          a = float(least)
          b = float(most)
          if torch.ne(torch.add(torch.sub(a, a), torch.sub(b, b)), 0.):
            nans = torch.add(nans, int(torch.sum(torch.isnan(y))))
            infs = torch.add(infs, int(torch.sum(torch.isinf(y))))
            y = @finite(y)
            n = torch.numel(y)
            if torch.gt(n, 0):
              a = float(torch.min(y))
              b = float(torch.max(y))
          if torch.gt(n, 0):
            low = ops.prim.min(low, a)
            high = ops.prim.max(high, b)
            d = torch.to(y, %4$d, False, True)
            its = torch.div(float(torch.sum(d)), n)
            level = torch.mul(torch.mul(its, its), n)
            _0 = torch.mul_(d, d)
            spread = torch.sub(float(torch.sum(d)), level)
            if torch.le(level, torch.mul(spread, %6$s)):
              pass
            else:
              spread = @squares_about(y, its)
            if torch.le(torch.mul(a, b), 0.):
              if torch.eq(ops.prim.dtype(y), %4$d):
                _1 = torch.copy_(d, y)
              _2 = torch.ne_(d, 0)
              zeros = torch.add(zeros, torch.sub(n, int(torch.sum(d))))
            far = torch.sub(its, mean)
            all = torch.add(known, n)
            share = torch.div(n, all)
            squares = torch.add(squares, spread)
            squares = torch.add(squares, torch.mul(torch.mul(torch.mul(far, known), share), far))
            mean = torch.add(mean, torch.mul(far, share))
            known = all
        deviation = nan
        if torch.gt(known, 0):
          deviation = torch.sqrt(torch.div(squares, known))
        else:
          mean = nan
          low = nan
          high = nan
          zeros = 0
        numbers = [float(count), mean, deviation, torch.add(low, 0.), torch.add(high, 0.)]
        whole = torch.add([nans, infs, zeros, ops.prim.dtype(x)], torch.size(x))
        for i in range(torch.len(whole)):
          _3 = torch.append(numbers, float(whole[i]))
        return numbers
      def statistics(x: Tensor) -> Tensor:
        numbers = @figures(x)
        y = torch.zeros([torch.len(numbers)], dtype=%4$d)
        for i in range(torch.len(numbers)):
          _0 = torch.fill_(torch.select(y, 0, i), numbers[i])
        return y
      """
          .formatted(
              PIECE,
              TensorTypes.FLOAT16,
              TensorTypes.FLOAT32,
              TensorTypes.FLOAT64,
              PIECE - 1,
              // As core's Statistics.CLOSE.
              "10000.");

  private KeepCode() {}

  private static String numbers(int... numbers) {
    String list = java.util.Arrays.toString(numbers);
    return list.substring(1, list.length() - 1);
  }

  /** The functions' text, for them to be in {@code module}. */
  static String text(String module) {
    return (READABLE + KEEP + STEP + STATISTICS).replace("@", module + ".");
  }
}
