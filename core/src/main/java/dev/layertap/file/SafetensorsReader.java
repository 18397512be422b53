// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads safetensors, in the order in which their data stands: DJL writes headers in no order. */
final class SafetensorsReader {
  /** The key of the header that is no array. */
  static final String METADATA = "__metadata__";

  /** What the format's own implementation allows. */
  private static final long MAX_HEADER = 100_000_000;

  private SafetensorsReader() {}

  /**
   * What stands in front of the data.
   *
   * @param arrays the arrays, in the order of their data
   * @param dataStart where the data begins
   * @param dataLength how long it is
   */
  record Header(List<ArrayHeader> arrays, long dataStart, long dataLength) {}

  static Map<String, NDArray> read(Path file, NDManager manager) throws IOException {
    Header header = header(file);
    List<ArrayHeader> headers = header.arrays();
    if (headers.stream().anyMatch(one -> one.start() + one.length() > Integer.MAX_VALUE)) {
      throw new ArrayFileException(
          "%s cannot be read: DJL reads .safetensors files below 2 GiB, and it has %d bytes of data. Save it as several files, or as .npz."
              .formatted(file, header.dataLength()));
    }
    ElementTypes.SAFETENSORS.check(file, headers);
    Map<String, NDArray> found = new HashMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      NDList.decode(manager, in).forEach(array -> found.put(array.getName(), array));
    }
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (ArrayHeader one : headers) {
      NDArray array = found.get(one.name());
      if (array == null) {
        throw new IllegalStateException("DJL did not decode " + one.name());
      }
      arrays.put(one.name(), array);
    }
    return arrays;
  }

  /** Reads what stands in front of the data. */
  static Header header(Path file) throws IOException {
    long size = Files.size(file);
    JsonObject json;
    long dataLength;
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      if (size < Long.BYTES) {
        throw new ArrayFileException(
            "%s cannot be read: it has %d bytes, which is less than any .safetensors file."
                .formatted(file, size));
      }
      long length = Long.reverseBytes(in.readLong());
      dataLength = size - Long.BYTES - length;
      if (length < 2 || length > MAX_HEADER || dataLength < 0) {
        throw new ArrayFileException(
            "%s cannot be read: it is no .safetensors file, or its end is missing (the header says it is %s bytes long, the file has %d). Save it anew."
                .formatted(file, Long.toUnsignedString(length), size));
      }
      String text = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
      json = JsonUtils.GSON.fromJson(text, JsonObject.class);
    } catch (JsonParseException e) {
      throw noHeader(file, e);
    }
    List<ArrayHeader> headers = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      if (!entry.getKey().equals(METADATA)) {
        headers.add(header(file, entry.getKey(), entry.getValue(), dataLength));
      }
    }
    headers.sort( // an empty array begins where the next one does
        Comparator.comparingLong(ArrayHeader::start).thenComparingLong(ArrayHeader::length));
    return new Header(List.copyOf(headers), size - dataLength, dataLength);
  }

  private static ArrayHeader header(Path file, String name, JsonElement json, long dataLength)
      throws IOException {
    if (name.isEmpty()) {
      throw new ArrayFileException(
          file + " cannot be read: one of its arrays has no name. Save it with a name.");
    }
    String type;
    List<Long> shape;
    List<Long> offsets;
    try {
      JsonObject fields = json.getAsJsonObject();
      type = fields.get("dtype").getAsString();
      shape = longs(fields.getAsJsonArray("shape"));
      offsets = longs(fields.getAsJsonArray("data_offsets"));
    } catch (RuntimeException e) { // Gson has one for each way to be wrong
      throw noHeader(file, e);
    }
    if (offsets.size() != 2
        || offsets.get(0) < 0
        || offsets.get(0) > offsets.get(1)
        || shape.stream().anyMatch(length -> length < 0)) {
      throw noHeader(file, null);
    }
    if (offsets.get(1) > dataLength) {
      throw new ArrayFileException(
          "%s is damaged: its end is missing (the array \"%s\" should end at byte %d of the data, and there are %d). Save it anew."
              .formatted(file, name, offsets.get(1), dataLength));
    }
    return new ArrayHeader(name, type, shape, offsets.get(0), offsets.get(1) - offsets.get(0));
  }

  private static List<Long> longs(JsonArray numbers) {
    return StreamSupport.stream(numbers.spliterator(), false).map(JsonElement::getAsLong).toList();
  }

  private static ArrayFileException noHeader(Path file, @Nullable Throwable cause) {
    return new ArrayFileException(
        file + " cannot be read: its header is not that of a .safetensors file. Save it anew.",
        cause);
  }
}
