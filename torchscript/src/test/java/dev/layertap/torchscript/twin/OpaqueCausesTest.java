// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.torchscript.Fixture;
import dev.layertap.torchscript.TorchScriptArchive;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** For each reason why a module cannot be seen, a model that PyTorch exported and that has it. */
class OpaqueCausesTest {
  private static List<String> opaque(String fixture) throws IOException {
    return TwinWriter.of(TorchScriptArchive.open(new Fixture(fixture).model()))
        .twins()
        .opaque()
        .stream()
        .map(place -> place.path() + ": " + place.cause().reason())
        .toList();
  }

  @Test
  void modulesThatRunAndCannotBeSeenAreNamedWithTheReason() throws IOException {
    assertThat(opaque("closed"))
        .containsExactly(
            "unused: no code of the model calls it",
            "unreadable: its result is of a type that cannot be read from Java",
            "forked: it runs within a fork whose result's type the code does not tell",
            "receiver: it is called through a value whose class the code does not tell",
            "items: it only holds other modules and never runs itself",
            "left: it cannot hold a number, and its caller cannot tell which module it is",
            "right: it cannot hold a number, and its caller cannot tell which module it is");
  }

  @Test
  void aFrozenModelIsNamed() throws IOException {
    assertThat(opaque("cnn-frozen"))
        .containsExactly(": it was frozen: the modules that were inside it are gone");
  }

  @Test
  void whatTheTracerLeftOutIsNamed() throws IOException {
    assertThat(opaque("forks-traced"))
        .contains("deep: the tracer left it out of the exported code");
    assertThat(opaque("cells-traced"))
        .contains("cell: the tracer left parts of its results out of the exported code");
  }

  @Test
  void everyCauseHasAModel() throws IOException {
    Set<OpaquePlace.Cause> seen = EnumSet.noneOf(OpaquePlace.Cause.class);
    for (Fixture fixture : Fixture.all()) {
      TwinWriter.of(TorchScriptArchive.open(fixture.model()))
          .twins()
          .opaque()
          .forEach(place -> seen.add(place.cause()));
    }
    assertThat(seen).isEqualTo(EnumSet.allOf(OpaquePlace.Cause.class));
  }
}
