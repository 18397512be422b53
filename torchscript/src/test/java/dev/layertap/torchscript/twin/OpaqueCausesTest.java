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
    return TwinWriter.of(TorchScriptArchive.open(new Fixture(fixture).model())).twins().opaque()
        .stream()
        .map(place -> place.path() + ": " + place.cause().reason())
        .toList();
  }

  @Test
  void modulesThatRunAndCannotBeSeenAreNamedWithTheReason() throws IOException {
    assertThat(opaque("closed")).containsExactly();
  }

  @Test
  void everyCauseHasAModel() throws IOException {
    Set<OpaquePlace.Cause> seen = EnumSet.noneOf(OpaquePlace.Cause.class);
    for (Fixture fixture : Fixture.all()) {
      TwinWriter.of(TorchScriptArchive.open(fixture.model()))
          .twins()
          .opaque()
          .forEach(place -> { if (seen.add(place.cause())) System.out.println(fixture + " " + place.path() + ": " + place.cause()); });
    }
    assertThat(seen).isEqualTo(EnumSet.allOf(OpaquePlace.Cause.class));
  }
}
