// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.hostile;

import static dev.layertap.torchscript.hostile.HostileModel.assertRefused;
import static dev.layertap.torchscript.hostile.HostileModel.readAndRewrite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.layertap.torchscript.Fixture;
import dev.layertap.torchscript.archive.ArchiveException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Zip files that are cut, damaged, or written to do harm. */
class HostileZipTest {
  private static final String DAMAGED = " is a damaged zip file: ";
  private static final String AGAIN = ". Fetch or export the file again.";

  private final Path file;

  HostileZipTest(@TempDir Path folder) {
    this.file = folder.resolve("m.pt");
  }

  private Path write(byte[] zip) throws IOException {
    return Files.write(file, zip);
  }

  private void assertDamaged(byte[] zip, String what) throws IOException {
    assertRefused(write(zip), DAMAGED + what + AGAIN);
  }

  private void assertEntryDamaged(byte[] zip, String name, String what) throws IOException {
    assertRefused(write(zip), ": the entry " + name + " is damaged: " + what + AGAIN);
  }

  private static byte[] sound() {
    return HostileModel.sound().zip().bytes();
  }

  @Test
  void theModelThatTheOthersAreMadeOfIsSound() throws IOException {
    readAndRewrite(write(sound()));
  }

  @Test
  void aFileThatIsCutAnywhereIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(new Fixture("nest").model());
    for (int length = 0; length < whole.length; length += length < whole.length - 300 ? 97 : 1) {
      write(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> readAndRewrite(file))
          .as("cut after %d bytes", length)
          .isInstanceOf(ArchiveException.class)
          .message()
          .startsWith(file.toString())
          .endsWith(
              length < 4
                  ? " Export the model with torch.jit.script(model).save(path) or"
                      + " torch.jit.trace(model, input).save(path)."
                  : " Fetch or export the file again.");
    }
    assertDamaged(
        Arrays.copyOf(whole, whole.length / 2),
        "its end is missing, as if the copy had been cut short");
  }

  @Test
  void aContentThatChangedIsToldByItsChecksum() throws IOException {
    byte[] zip = sound();
    zip[30 + HostileModel.ENTRY.length() + 5] ^= 1;
    assertEntryDamaged(zip, HostileModel.ENTRY, "its checksum differs");
  }

  @Test
  void aBombIsNotUnpackedBeyondWhatItAnnounces() throws IOException {
    byte[] zeros = new byte[50 << 20];
    byte[] zip =
        new ZipBytes().deflated(HostileModel.ENTRY, zeros, 1000).add("m/code/x.py", "").bytes();
    assertThat(zip.length).isLessThan(60_000);
    assertEntryDamaged(
        zip, HostileModel.ENTRY, "it does not unpack to the 1,000 bytes that it announces");
  }

  @Test
  void aBombThatTellsItsSizeIsNotUnpackedAtAll() throws IOException {
    byte[] zip =
        new ZipBytes()
            .deflated(HostileModel.ENTRY, new byte[200 << 20])
            .add("m/code/x.py", "")
            .bytes();
    assertRefused(
        write(zip),
        ": the entry m/data.pkl says that it holds 209,715,200 bytes; at most 134,217,728 are read."
            + " If PyTorch loads the file, please report this.");
  }

  @Test
  void aBombOfManySmallPartsIsStoppedByTheirSum() throws IOException {
    ZipBytes zip = HostileModel.sound().zip();
    byte[] comment = ("#" + " ".repeat(60 << 20) + "\n").getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 6; i++) {
      zip.deflated("m/code/part" + i + ".py", comment);
    }
    assertThat(zip.bytes().length).isLessThan(1 << 20);
    assertRefused(
        write(zip.bytes()),
        ": the entry m/code/part4.py says that it holds 62,914,562 bytes; at most %,d are read. If"
                .formatted((256 << 20) - 4 * comment.length - HostileModel.sound().code().length())
            + " PyTorch loads the file, please report this.");
  }

  @Test
  void aSizeThatDeflateCannotReachIsALie() throws IOException {
    byte[] zip =
        new ZipBytes()
            .deflated(HostileModel.ENTRY, new byte[10], 100 << 20)
            .add("m/code/x.py", "")
            .bytes();
    assertThatThrownBy(() -> readAndRewrite(write(zip)))
        .isInstanceOf(ArchiveException.class)
        .hasMessageMatching(
            "\\Q%s: the entry m/data.pkl is damaged: \\E\\d packed bytes cannot hold the 104,857,600 that it announces\\Q%s\\E"
                .formatted(file, AGAIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../etc/cron.d/x",
        "m/../../x",
        "/etc/passwd",
        "..",
        "m\\..\\..\\x",
        "\\\\host\\x",
        "C:\\x"
      })
  void anEntryThatClimbsOutIsRefused(String name) throws IOException {
    assertDamaged(
        HostileModel.sound().zip().add(name, "x").bytes(),
        "the entry " + name + " would climb out of its folder");
  }

  @Test
  void anEntryWithDotsInItsNameDoesNotClimb() {
    assertThatCode(
            () ->
                readAndRewrite(write(HostileModel.sound().zip().add("m/..data/a..b", "x").bytes())))
        .doesNotThrowAnyException();
  }

  @Test
  void anEntryThatIsThereTwiceIsRefused() throws IOException {
    assertDamaged(
        HostileModel.sound().zip().add(HostileModel.ENTRY, "other").bytes(),
        "the entry m/data.pkl is there twice");
  }

  @Test
  void anEntrysNameOfSixtyThousandBytesIsRefused() throws IOException {
    assertDamaged(
        HostileModel.sound().zip().add("m/" + "a".repeat(60_000), "x").bytes(),
        "an entry's name has 60,002 bytes, and at most 4,096 are read: m/"
            + "a".repeat(78)
            + "... (60,002 characters)");
  }

  @Test
  void aNameCannotWriteToTheTerminal() throws IOException {
    assertDamaged(
        HostileModel.sound().zip().add("m/\u001b[31m\nx", "x").add("m/\u001b[31m\nx", "y").bytes(),
        "the entry m/?[31m?x is there twice");
  }

  @Test
  void entriesThatShareBytesAreRefused() throws IOException {
    byte[] zip = sound();
    ByteBuffer view = ZipBytes.view(zip);
    // The second begins within the first.
    view.putInt(ZipBytes.record(zip, 1) + ZipBytes.OFFSET, 40);
    assertDamaged(
        zip, "the entry m/data.pkl would reach into the entry " + HostileModel.CODE_ENTRY);
  }

  @Test
  void anEntryThatReachesIntoTheDirectoryIsRefused() throws IOException {
    byte[] zip = sound();
    int record = ZipBytes.record(zip, 2);
    ZipBytes.view(zip).putInt(record + ZipBytes.PACKED_SIZE, 50);
    assertDamaged(zip, "the entry m/version would reach into the directory");
  }

  @ParameterizedTest
  @CsvSource({"-2, the directory", "2147483647, the directory", "1000000, the directory"})
  void anEntrysPlaceBeyondTheFileIsRefused(int offset, String into) throws IOException {
    byte[] zip = sound();
    ZipBytes.view(zip).putInt(ZipBytes.record(zip, 2) + ZipBytes.OFFSET, offset);
    assertDamaged(zip, "the entry m/version would reach into " + into);
  }

  @Test
  void sizesThatAreTheLargestOfThirtyTwoBitsAreRefused() throws IOException {
    byte[] zip = sound();
    ByteBuffer view = ZipBytes.view(zip);
    view.putInt(ZipBytes.record(zip, 2) + ZipBytes.PACKED_SIZE, -1);
    view.putInt(ZipBytes.record(zip, 2) + ZipBytes.SIZE, -1);
    assertDamaged(zip, "the entry m/version would reach into the directory");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, the entry m/more has a size or place below zero",
    "-9223372036854775808, the entry m/more has a size or place below zero",
    "9223372036854775807, the entry m/more would reach into the directory"
  })
  void numbersOfSixtyFourBitsThatLieAreRefused(long lie, String what) throws IOException {
    ByteBuffer extra = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
    extra.putShort((short) 1).putShort((short) 24).putLong(lie).putLong(lie).putLong(lie);
    byte[] zip = HostileModel.sound().zip().withExtra("m/more", new byte[1], extra.array()).bytes();
    int record = ZipBytes.record(zip, 3);
    ByteBuffer view = ZipBytes.view(zip);
    view.putInt(record + ZipBytes.PACKED_SIZE, -1);
    view.putInt(record + ZipBytes.SIZE, -1);
    view.putInt(record + ZipBytes.OFFSET, -1);
    assertDamaged(zip, what);
  }

  @Test
  void aZip64PartThatIsTooShortIsRefused() throws IOException {
    byte[] zip =
        HostileModel.sound()
            .zip()
            .withExtra("m/more", new byte[1], new byte[] {1, 0, 4, 0, 1, 2, 3, 4})
            .bytes();
    ZipBytes.view(zip).putInt(ZipBytes.record(zip, 3) + ZipBytes.SIZE, -1);
    assertDamaged(zip, "an entry's zip64 part is too short");
  }

  @ParameterizedTest
  @CsvSource({
    "3, its directory holds more than the 2 entries it counts, 2",
    "3, its directory ends after 3 of 4 entries, 4",
    "3, its directory ends after 3 of 65534 entries, 65534"
  })
  void aCountThatLiesIsRefused(int entries, String what, int count) throws IOException {
    byte[] zip = sound();
    ZipBytes.view(zip).putShort(ZipBytes.end(zip) + ZipBytes.END_COUNT, (short) count);
    assertThat(HostileModel.sound().zip().entries).hasSize(entries);
    assertDamaged(zip, what);
  }

  @ParameterizedTest
  @CsvSource({"2147483647, 0", "0, 2147483647", "-2, 0", "0, -2"})
  void aDirectoryOutsideOfTheFileIsRefused(int size, int offset) throws IOException {
    byte[] zip = sound();
    ByteBuffer view = ZipBytes.view(zip);
    view.putInt(ZipBytes.end(zip) + ZipBytes.END_SIZE, size == 0 ? 10 : size);
    view.putInt(ZipBytes.end(zip) + ZipBytes.END_OFFSET, offset);
    assertDamaged(zip, "its directory does not lie within the file");
  }

  @Test
  void aZip64EndThatIsNotThereIsRefused() throws IOException {
    byte[] zip = sound();
    ZipBytes.view(zip).putInt(ZipBytes.end(zip) + ZipBytes.END_OFFSET, -1);
    assertDamaged(zip, "its zip64 end record is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 10, 10, its directory holds more than the -1 entries it counts",
    "9223372036854775807, 10, 10, its directory ends after 0 of 9223372036854775807 entries",
    "1, -1, 10, its directory does not lie within the file",
    "1, 10, -1, its directory does not lie within the file",
    "1, 9223372036854775807, 9223372036854775807, its directory does not lie within the file"
  })
  void aZip64EndThatLiesIsRefused(long count, long size, long offset, String what)
      throws IOException {
    byte[] zip = sound();
    int end = ZipBytes.end(zip);
    ByteBuffer out = ByteBuffer.allocate(zip.length + 76).order(ByteOrder.LITTLE_ENDIAN);
    out.put(zip, 0, end);
    out.putInt(0x06064b50).putLong(44).putInt(0).putInt(0).putInt(0);
    out.putLong(count).putLong(count).putLong(size).putLong(offset);
    out.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
    out.put(zip, end, 22).putInt(out.position() - 22 + ZipBytes.END_OFFSET, -1);
    assertDamaged(out.array(), what);
  }

  @Test
  void aDirectoryOfManyMegabytesIsRefused() throws IOException {
    // Nothing is in it: 70 MB of a file that takes no room.
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
      byte[] zip = sound();
      ByteBuffer end = ByteBuffer.wrap(Arrays.copyOfRange(zip, ZipBytes.end(zip), zip.length));
      end.order(ByteOrder.LITTLE_ENDIAN).putInt(ZipBytes.END_SIZE, 70 << 20);
      end.putInt(ZipBytes.END_OFFSET, 0);
      channel.write(end, 70 << 20);
    }
    assertRefused(
        file,
        DAMAGED + "its directory takes 73,400,320 bytes, and at most 67,108,864 are read" + AGAIN);
  }

  @Test
  void anArchiveWithoutEntriesIsRefused() throws IOException {
    assertRefused(
        write(new ZipBytes().bytes()),
        " is not a TorchScript archive: expected the entry data.pkl, found an empty zip file."
            + " Export the model with torch.jit.script(model).save(path) or"
            + " torch.jit.trace(model, input).save(path).");
  }

  @Test
  void entriesOutsideOfTheModelsFolderAreLeftAlone() throws IOException {
    readAndRewrite(write(HostileModel.sound().zip().add("x", "y").bytes()));
  }
}
