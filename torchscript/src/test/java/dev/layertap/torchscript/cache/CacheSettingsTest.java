// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheSettingsTest {
  private static final Path HOME = Path.of(System.getProperty("user.home"));

  @AfterEach
  void forget() {
    System.clearProperty("layertap.cache");
    System.clearProperty("layertap.cache-limit");
  }

  @Test
  void aTildeIsTheUsersHome() {
    assertThat(CacheSettings.configured(Map.of("cache", "~/models")).folder())
        .hasValue(HOME.resolve("models"));
    assertThat(CacheSettings.configured(Map.of("cache", "~")).folder()).hasValue(HOME);
    assertThat(CacheSettings.configured(Map.of("cache", "~other")).folder())
        .hasValue(Path.of("~other"));
  }

  @Test
  void offIsNoFolderAndAFolderOfThatNameHasAPath() {
    assertThat(CacheSettings.configured(Map.of("cache", "off")).folder()).isEmpty();
    assertThat(CacheSettings.configured(Map.of("cache", "./off")).folder())
        .hasValue(Path.of("./off"));
  }

  @Test
  void theLimitIsTenGigabytesUnlessSomebodySaysOtherwise() {
    assertThat(CacheSettings.configured(Map.of()).limit()).isEqualTo(10_000_000_000L);
    assertThat(CacheSettings.configured(Map.of("cache-limit", 5L)).limit()).isEqualTo(5);
    System.setProperty("layertap.cache-limit", "1.5GiB");
    assertThat(CacheSettings.ofUser().limit()).isEqualTo(3L << 29);
  }

  @Test
  void propertiesCountWhereThereIsNoAgent() {
    System.setProperty("layertap.cache", "~/models");
    assertThat(CacheSettings.ofUser().folder()).hasValue(HOME.resolve("models"));
    System.setProperty("layertap.cache-limit", "plenty");
    assertThatThrownBy(CacheSettings::ofUser)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "layertap.cache-limit must be an amount of memory such as 256MB or 1.5GiB, not"
                + " \"plenty\".");
    System.setProperty("layertap.cache-limit", "0GB");
    assertThatThrownBy(CacheSettings::ofUser)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layertap.cache-limit of \"0GB\" holds nothing.");
  }

  @Test
  void anotherVersionOfTheCodeHasAnotherFingerprint(@TempDir Path folder) throws Exception {
    Path jar = jar(folder, 1, 2, 3);
    String first = OwnCode.ofJar(jar);
    jar(folder, 1, 2, 4);
    assertThat(OwnCode.ofJar(jar)).isNotEqualTo(first);
    URL plain = jar.toUri().toURL();
    assertThat(OwnCode.place(plain)).isEqualTo(jar);
    assertThat(OwnCode.place(new URL("jar:" + plain + "!/BOOT-INF/lib/x.jar!/"))).isEqualTo(jar);
    assertThat(OwnCode.fingerprint()).isPresent().isEqualTo(OwnCode.fingerprint());
  }

  private static Path jar(Path folder, int... content) throws Exception {
    Path jar = folder.resolve("a+b c.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("dev/layertap/torchscript/Some.class"));
      for (int part : content) {
        zip.write(part);
      }
    }
    return jar;
  }
}
