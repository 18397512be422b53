// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.archive.ReadingBudget;
import dev.layertap.torchscript.code.Token.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  private static List<String> symbols(String text) throws ArchiveException {
    return Tokenizer.tokenize(new SourceText("here", text), ReadingBudget.of("here")).stream()
        .filter(token -> token.kind() == Kind.SYMBOL)
        .map(Token::text)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "...", "**=", "//=", "<<=", ">>=", "->", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=",
        "%=", "|=", "&=", "^=", "**", "//", "<<", ">>"
      })
  void aLongSymbolIsOne(String symbol) throws ArchiveException {
    assertThat(symbols("a" + symbol + "b")).containsExactly(symbol);
    assertThat(symbols("a " + symbol + " b")).containsExactly(symbol);
  }

  @Test
  void symbolsSideBySideStaySeveral() throws ArchiveException {
    assertThat(symbols("a=-1")).containsExactly("=", "-");
    assertThat(symbols("f(x,*y)[:,...]"))
        .containsExactly("(", ",", "*", ")", "[", ":", ",", "...", "]");
    assertThat(symbols("f(.5, x.y, *z)=/")).containsExactly("(", ",", ".", ",", "*", ")", "=", "/");
    assertThat(symbols("a>")).containsExactly(">");
  }
}
