// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Damages archives at random, where it hurts: in the zip's own numbers, among its entries, in an
 * instruction of a pickle, in a word of the code. All but the first kind keep the zip sound, so
 * that the damage is found no sooner than by whoever reads that entry.
 */
final class Mutator {
  private static final long[] NUMBERS = {
    0, 1, -1, 0xff, 0x100, 0xffff, 0x7fffffff, 0x80000000L, 0xffffffffL, Long.MAX_VALUE, 1 << 28
  };
  private static final String[] NAMES = {
    "../x", "/x", "x", "", "m/data.pkl", "data.pkl", "code/x.py", "..", "a/../../b"
  };
  private static final String[] WORDS = {
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    "=",
    "->",
    "\n",
    "  ",
    "    ",
    "def ",
    "class ",
    "return ",
    "if ",
    "else:\n",
    "for ",
    "fork",
    "self",
    "torch",
    "__torch__",
    "CONSTANTS",
    "None",
    "Tensor",
    "List[",
    "Tuple[",
    "Optional[",
    "Dict[",
    "Module",
    "NamedTuple",
    "ModuleInterface",
    "forward",
    "getattr(",
    "annotate(",
    "0",
    "-1",
    "9999999999999",
    "\"",
    "'",
    "\"\"\"",
    "\\",
    "#",
    "layertap",
    "layertap2",
    "\u0000",
    "\u00e9",
    "**",
    "not ",
    "in ",
    "lambda ",
    "__setstate__",
    "__forward_hooks__",
    "__annotations__",
    "__parameters__",
    ";",
    "_0",
    "x"
  };
  private static final String OPCODES =
      "().N0Q2RUTXBCGJKMabcehijqrstu]}\u0080\u0081\u0085\u0086\u0087\u0088\u0089\u008a\u008c\u008f\u0090\u0093\u0094\u0095";
  private static final Pattern TOKEN = Pattern.compile("\\w+|\\n *| +|.", Pattern.DOTALL);

  private final Random random;
  private final List<String> done = new ArrayList<>();

  Mutator(long seed) {
    this.random = new Random(seed);
  }

  /** What was done, for messages. */
  @Override
  public String toString() {
    return String.join("; ", done);
  }

  /** Damages a file in one to four ways. */
  byte[] mutate(Path file) throws IOException {
    ZipBytes zip = ZipBytes.of(file);
    boolean raw = random.nextInt(4) == 0;
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times && !raw; i++) {
      switch (random.nextInt(5)) {
        case 0 -> entries(zip);
        case 1, 2 -> content(zip, ".pkl", this::pickle);
        default -> content(zip, ".py", this::code);
      }
    }
    byte[] bytes = zip.bytes();
    for (int i = 0; i < times && raw; i++) {
      bytes = raw(bytes);
    }
    return bytes;
  }

  private int index(int size) {
    return size == 0 ? 0 : random.nextInt(size);
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private byte[] raw(byte[] bytes) {
    if (bytes.length < 64) {
      return bytes;
    }
    // Half of the time in the directory and the end record, which are read first.
    int start = random.nextBoolean() ? index(bytes.length - 8) : bytes.length - 8 - index(2000);
    int at = Math.max(0, Math.min(start, bytes.length - 8));
    done.add("bytes at " + at);
    switch (random.nextInt(5)) {
      case 0 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> ZipBytes.view(bytes).putInt(at, (int) NUMBERS[random.nextInt(NUMBERS.length)]);
      case 3 -> ZipBytes.view(bytes).putLong(at, NUMBERS[random.nextInt(NUMBERS.length)]);
      default -> {
        int length = Math.min(index(200), bytes.length - at);
        System.arraycopy(bytes, index(bytes.length - length), bytes, at, length);
      }
    }
    return bytes;
  }

  private void entries(ZipBytes zip) {
    if (zip.entries.isEmpty()) {
      return;
    }
    int at = index(zip.entries.size());
    ZipBytes.Entry entry = zip.entries.get(at);
    ZipBytes.Entry other = zip.entries.get(index(zip.entries.size()));
    done.add("the entry " + entry.name());
    switch (random.nextInt(6)) {
      case 0 -> zip.entries.remove(at);
      case 1 -> zip.entries.add(index(zip.entries.size()), entry);
      case 2 -> zip.entries.set(at, ZipBytes.stored(other.name(), entry.content()));
      case 3 -> zip.entries.set(at, ZipBytes.stored(entry.name(), other.content()));
      case 4 -> zip.entries.set(at, ZipBytes.stored(any(NAMES), entry.content()));
      default -> zip.entries.set(at, ZipBytes.stored(entry.name(), new byte[0]));
    }
  }

  private void content(ZipBytes zip, String suffix, UnaryOperator<byte[]> change) {
    List<Integer> suitable = new ArrayList<>();
    for (int i = 0; i < zip.entries.size(); i++) {
      if (zip.entries.get(i).name().endsWith(suffix)) {
        suitable.add(i);
      }
    }
    if (!suitable.isEmpty()) {
      int at = suitable.get(index(suitable.size()));
      ZipBytes.Entry entry = zip.entries.get(at);
      done.add("within " + entry.name());
      zip.entries.set(at, ZipBytes.stored(entry.name(), change.apply(entry.content())));
    }
  }

  private byte[] pickle(byte[] pickle) {
    return edit(pickle, instructions(pickle), () -> instruction());
  }

  /** Something that may stand in a pickle. */
  private String instruction() {
    char opcode = OPCODES.charAt(random.nextInt(OPCODES.length()));
    int number = (int) NUMBERS[random.nextInt(NUMBERS.length)];
    return switch (opcode) {
      case 'h', 'q', 'K' -> "" + opcode + (char) random.nextInt(256);
      case 'J', 'j', 'r', 'X', 'T', 'B' ->
          new String(
              new Instructions().of("" + opcode).length(number).bytes(),
              StandardCharsets.ISO_8859_1);
      case 'c' -> "c__torch__.x\nY\n";
      default -> "" + opcode;
    };
  }

  private byte[] code(byte[] code) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(new String(code, StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return edit(code, tokens, () -> any(WORDS));
  }

  /** Deletes, doubles, swaps, replaces or piles up parts. */
  private byte[] edit(byte[] old, List<String> parts, java.util.function.Supplier<String> fresh) {
    if (parts.size() < 2) {
      return old;
    }
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = index(parts.size());
      int length = Math.min(1 + index(random.nextInt(8) == 0 ? 200 : 4), parts.size() - at);
      List<String> span = List.copyOf(parts.subList(at, at + length));
      int kind = random.nextInt(7);
      done.add("edit " + kind + " at part " + at);
      switch (kind) {
        case 0 -> parts.subList(at, at + length).clear();
        case 1 -> parts.addAll(at, span);
        case 2 -> parts.addAll(index(parts.size()), span);
        case 3 -> parts.set(at, parts.get(index(parts.size())));
        case 4 -> parts.set(at, fresh.get());
        case 5 -> parts.add(at, fresh.get());
        default -> parts.add(at, String.join("", span).repeat(1 + random.nextInt(500)));
      }
      if (parts.isEmpty()) {
        break;
      }
    }
    return String.join("", parts).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Cuts a pickle into instructions. */
  private static List<String> instructions(byte[] pickle) {
    String text = new String(pickle, StandardCharsets.ISO_8859_1);
    List<String> instructions = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = Math.max(at + 1, Math.min(text.length(), at + length(text, at)));
      instructions.add(text.substring(at, end));
      at = end;
    }
    return instructions;
  }

  private static int length(String text, int at) {
    return switch (text.charAt(at)) {
      case 'K', 'q', 'h', '\u0080' -> 2;
      case 'M' -> 3;
      case 'J', 'r', 'j' -> 5;
      case 'G', '\u0095' -> 9;
      case '\u008a', '\u008c', 'U', 'C' -> at + 1 < text.length() ? 2 + text.charAt(at + 1) : 1;
      case 'X', 'T', 'B' ->
          at + 5 <= text.length()
              ? 5
                  + (ZipBytes.view(
                              text.substring(at + 1, at + 5).getBytes(StandardCharsets.ISO_8859_1))
                          .getInt()
                      & 0xffffff)
              : 1;
      case 'c' -> Math.max(1, text.indexOf('\n', text.indexOf('\n', at) + 1) + 1 - at);
      default -> 1;
    };
  }
}
