// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Messages are libtorch 2.7.1's own. */
class EngineFailureTest {
  @Test
  void theReasonBehindTheTraceIsKept() {
    assertThat(
            EngineFailure.reason(
                """
                The following operation failed in the TorchScript interpreter.
                Traceback of TorchScript (most recent call last):
                  File "code/__torch__.py", line 31, in layertap_forward
                    else:
                      ops.prim.RaiseException("AssertionError: two")
                      ~~~~~~~~~~~~~~~~~~~~~~~ <--- HERE
                    inner = self.inner
                RuntimeError: AssertionError: two

                """,
                "forward"))
        .isEqualTo("AssertionError: two");
  }

  @Test
  void whatTheModelItselfRaisesKeepsItsKindAndLines() {
    assertThat(
            EngineFailure.reason(
                """
                Traceback of TorchScript (most recent call last):
                      ~~~~~~~~~~~~~~~~~~~~~~~ <--- HERE
                builtins.ValueError: x is too large:
                 7
                """,
                "forward"))
        .isEqualTo("ValueError: x is too large:\n 7");
  }

  @Test
  void theDeclarationOfTheRewrittenMethodIsLeftOut() {
    assertThat(
            EngineFailure.reason(
                """
                layertap_forward() Expected a value of type 'bool' for argument 'flag' but instead found type 'Tensor'.
                Position: 3
                Declaration: layertap_forward(__torch__.M self, int[] _layertap_wanted, Tensor x, bool flag)""",
                "forward"))
        .isEqualTo(
            "forward() Expected a value of type 'bool' for argument 'flag' but instead found type"
                + " 'Tensor'.");
  }
}
