// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.torchscript.Fixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In 64 MB every sound model of the tests is read, and no other one needs more. */
class SmallHeapTest {
  private static final String TOO_LARGE =
      ": its code and objects would take more than 16 MB of memory, a quarter of this JVM's heap."
          + " If it is a sound model, give the JVM more with -Xmx.";

  private final Path folder;

  SmallHeapTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static List<String> read(List<Path> files) {
    ChildJvm.Result result =
        ChildJvm.running(ReadInSmallHeap.class, ClassPath.ofThisJvm())
            .option("-Xmx64m")
            .arguments(files.toArray())
            .run();
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result.out().lines().toList();
  }

  @Test
  void soundModelsAreRead() throws IOException {
    List<Path> copies = new ArrayList<>();
    for (Fixture fixture : Fixture.all()) {
      copies.add(Files.copy(fixture.model(), folder.resolve(fixture.name() + ".pt")));
    }
    assertThat(read(copies)).hasSameSizeAs(copies).containsOnly("read");
  }

  @Test
  void modelsThatWouldNeedMoreAreRefused() throws IOException {
    List<Path> files = new ArrayList<>();
    HostileModel sound = HostileModel.sound();
    files.add(write("elements", list("N".repeat(10_000_000))));
    files.add(write("lists", list("]".repeat(3_000_000))));
    files.add(write("nested", list("](".repeat(3_000_000))));
    files.add(write("remembered", list("]q\u0000" + "h\u0000".repeat(3_000_000))));
    files.add(
        write(
            "bomb",
            new ZipBytes()
                .deflated(HostileModel.ENTRY, new byte[100 << 20])
                .add(HostileModel.CODE_ENTRY, sound.code())));
    files.add(
        write(
            "code",
            new ZipBytes()
                .add(HostileModel.ENTRY, sound.pickle())
                .deflated(HostileModel.CODE_ENTRY, new byte[60 << 20])));
    files.add(write("words", HostileModel.withBody("x\n".repeat(1_000_000)).zip()));
    files.add(write("brackets", HostileModel.withBody("x()\n".repeat(1_000_000)).zip()));
    ZipBytes entries = sound.zip();
    for (int i = 0; i < 60_000; i++) {
      entries.add("m/data/" + i, "");
    }
    files.add(write("entries", entries));
    files.add(emptyDirectory());
    List<String> expected = files.stream().map(file -> "refused " + file + TOO_LARGE).toList();
    assertThat(read(files)).isEqualTo(expected);
  }

  private static ZipBytes list(String elements) {
    return HostileModel.sound()
        .with(
            Instructions.object("__torch__.m", "M")
                .text("training")
                .of("](")
                .of(elements)
                .of("e")
                .built())
        .zip();
  }

  private Path write(String name, ZipBytes zip) throws IOException {
    return zip.write(folder.resolve(name + ".pt"));
  }

  /** A directory of sixty megabytes, of which nothing is there: the file takes no room. */
  private Path emptyDirectory() throws IOException {
    Path file = folder.resolve("directory.pt");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
      end.putInt(0x06054b50).putInt(0).putInt(0).putInt(60 << 20).putInt(0).rewind();
      channel.write(end, 60 << 20);
    }
    return file;
  }
}
