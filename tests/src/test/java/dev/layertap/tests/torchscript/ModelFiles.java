// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A user's folder of models, made of the committed fixtures. Knows no Layertap. */
record ModelFiles(Path folder) {
  private static final Path FIXTURES =
      Path.of("..", "torchscript", "src", "test", "resources", "models");

  static Path fixture(String name) {
    return FIXTURES.resolve(name + ".pt");
  }

  static NDList inputs(String name, NDManager manager) throws IOException {
    NDList inputs = new NDList();
    try (NpzFile file = new NpzFile(FIXTURES.resolve(name + ".npz"))) {
      while (file.keys().contains("input/" + inputs.size())) {
        inputs.add(file.read("input/" + inputs.size()).create(manager));
      }
    }
    return inputs;
  }

  /** Fills an empty folder. */
  static ModelFiles in(Path folder) throws IOException {
    ModelFiles files = new ModelFiles(folder);
    Files.createDirectories(files.netFolder());
    byte[] net = Files.readAllBytes(fixture("cnn-scripted"));
    Files.write(files.net(), net);
    files.writeWithExtraFiles();
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(files.zip()))) {
      zip.putNextEntry(new ZipEntry("net.pt"));
      zip.write(net);
    }
    for (String name : new String[] {"functions", "texts"}) {
      Files.copy(fixture(name), folder.resolve(name + ".pt"));
    }
    Files.writeString(folder.resolve("poem.pt"), "No archive at all.");
    Files.write(folder.resolve("half.pt"), java.util.Arrays.copyOf(net, net.length / 2));
    try (OutputStream out = Files.newOutputStream(folder.resolve("strange.pt"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("strange/readme"));
    }
    return files;
  }

  Path netFolder() {
    return folder.resolve("net");
  }

  Path net() {
    return netFolder().resolve("net.pt");
  }

  Path extra() {
    return folder.resolve("extra.pt");
  }

  Path zip() {
    return folder.resolve("net.zip");
  }

  Path named(String name) {
    return folder.resolve(name + ".pt");
  }

  /**
   * The same model with two texts beside it, as {@code torch.jit.save(_extra_files=)} puts them.
   */
  private void writeWithExtraFiles() throws IOException {
    try (ZipFile from = new ZipFile(net().toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(extra()))) {
      String prefix = from.stream().findFirst().orElseThrow().getName().split("/", 2)[0];
      for (ZipEntry entry : from.stream().toList()) {
        store(to, entry.getName(), from.getInputStream(entry).readAllBytes());
      }
      for (Map.Entry<String, String> text :
          Map.of("labels", "cat,dog", "made", "2026").entrySet()) {
        store(to, prefix + "/extra/" + text.getKey(), text.getValue().getBytes(UTF_8));
      }
    }
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
  }
}
