// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The element type of each tensor in a file, read without the engine.
 *
 * <p>libtorch's bridge knows fewer types than the files may hold, and ends the JVM at the first it
 * does not know (bfloat16 among them). So the types are looked at before DJL decodes anything.
 */
final class TensorTypes {
  /** What DJL decodes, as safetensors and as NumPy write it. */
  private static final Set<String> READABLE =
      Set.of(
          "F64", "F32", "F16", "I64", "I32", "I8", "U8", "BOOL", //
          "<f8", "<f4", "<f2", "<i8", "<i4", "|i1", "|u1", "|b1");

  private static final Pattern NUMPY_TYPE = Pattern.compile("'descr': '([^']*)'");
  private static final int NUMPY_HEADER = 128;

  private static final Type HEADER = new TypeToken<Map<String, Tensor>>() {}.getType();

  /** What is needed of an entry in the header of a .safetensors file. */
  private static final class Tensor {
    @Nullable String dtype;
  }

  private TensorTypes() {}

  static boolean readable(String type) {
    return READABLE.contains(type);
  }

  static Map<String, String> ofSafetensors(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      long length = Long.reverseBytes(in.readLong());
      if (length < 2 || length > Files.size(file) - Long.BYTES) {
        throw new IOException("its header says it is " + length + " bytes long");
      }
      String json = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
      Map<String, Tensor> tensors = JsonUtils.GSON.fromJson(json, HEADER);
      Map<String, String> types = new LinkedHashMap<>();
      tensors.forEach((name, tensor) -> types.put(name, String.valueOf(tensor.dtype)));
      types.remove("__metadata__");
      return types;
    } catch (JsonParseException e) {
      throw new IOException("its header is not that of a .safetensors file", e);
    }
  }

  static Map<String, String> ofNpz(Path file) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String header = new String(zip.readNBytes(NUMPY_HEADER), StandardCharsets.ISO_8859_1);
        Matcher type = NUMPY_TYPE.matcher(header);
        if (!type.find()) {
          throw new IOException("its entry " + entry.getName() + " is not a NumPy array");
        }
        types.put(entry.getName().replaceFirst("\\.npy$", ""), type.group(1));
      }
    }
    return types;
  }
}
