package harbor.importer.table;

import java.util.OptionalLong;

/**
 * On which line each key stood first, in some 32 bytes a key whatever its length: an open-addressed
 * table from 64 bit hashes to lines. Two of ten million keys share a hash with a probability of
 * three in a million.
 */
final class FirstLines {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private long[] hashes = new long[1 << 10];
  private long[] lines = new long[1 << 10];
  private int size;

  /** The line of the key where it stood before; else this line is kept. */
  OptionalLong putIfAbsent(String key, long line) {
    if (size * 2 >= hashes.length) {
      grow();
    }
    long hash = hash(key);
    int at = slot(hash);
    if (lines[at] != 0) {
      return OptionalLong.of(lines[at]);
    }
    hashes[at] = hash;
    lines[at] = line;
    size++;
    return OptionalLong.empty();
  }

  /** Lines begin with 1, so a slot without one is free. */
  private int slot(long hash) {
    int at = (int) hash & (hashes.length - 1);
    while (lines[at] != 0 && hashes[at] != hash) {
      at = (at + 1) & (hashes.length - 1);
    }
    return at;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldLines = lines;
    hashes = new long[oldHashes.length * 2];
    lines = new long[oldLines.length * 2];
    for (int i = 0; i < oldLines.length; i++) {
      if (oldLines[i] != 0) {
        int at = slot(oldHashes[i]);
        hashes[at] = oldHashes[i];
        lines[at] = oldLines[i];
      }
    }
  }

  /** FNV-1a over the characters, its bits mixed as MurmurHash3 does at its end. */
  private static long hash(String key) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
