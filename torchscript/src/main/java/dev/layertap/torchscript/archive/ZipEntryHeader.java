// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.archive;

import java.nio.ByteBuffer;

/**
 * One record of a zip's central directory.
 *
 * @param name the entry's name; each character is one byte of it
 * @param method 0 for stored, 8 for deflated
 * @param crc the checksum of the content
 * @param compressedSize how many bytes the entry takes in the file
 * @param size how many bytes its content has
 * @param offset where its local header begins
 * @param record the record's own bytes, so that it can be written again as it was
 */
record ZipEntryHeader(
    String name,
    int method,
    long crc,
    long compressedSize,
    long size,
    long offset,
    ByteBuffer record) {}
