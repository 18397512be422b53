// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.archive;

/** The numbers of the zip format that reader and writer share. */
final class ZipFormat {
  static final int LOCAL_HEADER = 0x04034b50;
  static final int CENTRAL_HEADER = 0x02014b50;
  static final int END = 0x06054b50;
  static final int END_64 = 0x06064b50;
  static final int END_64_LOCATOR = 0x07064b50;

  static final int LOCAL_HEADER_SIZE = 30;
  static final int CENTRAL_HEADER_SIZE = 46;
  static final int END_SIZE = 22;
  static final int END_64_SIZE = 56;
  static final int END_64_LOCATOR_SIZE = 20;
  static final int MAX_COMMENT = 0xffff;

  /** In a 32-bit field: "the number is in the zip64 part". */
  static final long SEE_ZIP64 = 0xffff_ffffL;

  static final int SEE_ZIP64_SHORT = 0xffff;
  static final int ZIP64_EXTRA = 1;

  static final int STORED = 0;
  static final int DEFLATED = 8;

  /** The flag that says: names are UTF-8. */
  static final int UTF8_FLAG = 0x0800;

  /** The version that zip64 asks of its reader, 4.5. */
  static final int VERSION_ZIP64 = 45;

  private ZipFormat() {}
}
