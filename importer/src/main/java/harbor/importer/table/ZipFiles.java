package harbor.importer.table;

import harbor.importer.progress.NothingRead;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Zip archives with one file, and what else is an archive of this kind. */
final class ZipFiles {
  private static final byte[] MAGIC = {'P', 'K', 3, 4};

  private ZipFiles() {}

  static boolean isZip(byte[] head, int length) {
    return length >= MAGIC.length
        && head[0] == MAGIC[0]
        && head[1] == MAGIC[1]
        && head[2] == MAGIC[2]
        && head[3] == MAGIC[3];
  }

  /**
   * Looks into an archive on disk before anything of it is imported.
   *
   * @throws NothingRead when it holds more than one file, or is an office document
   */
  static void requireOneFile(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return;
    }
    try (InputStream bytes = Files.newInputStream(path)) {
      byte[] head = bytes.readNBytes(MAGIC.length);
      if (!isZip(head, head.length)) {
        return;
      }
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      List<String> files = zip.stream().filter(ZipFiles::isContent).map(ZipEntry::getName).toList();
      requireNoDocument(String.valueOf(path.getFileName()), files);
      if (files.size() != 1) {
        throw new NothingRead(
            "%s: is a zip archive with %d files (expected: one)%s"
                .formatted(
                    path.getFileName(),
                    files.size(),
                    files.isEmpty() ? "" : ": " + Text.shorten(String.join(", ", files), 200)));
      }
    }
  }

  /** The one file of an archive; a second one shows only at its end, and is an error then. */
  static InputStream only(String name, InputStream stored) throws IOException {
    ZipInputStream zip = new ZipInputStream(stored);
    ZipEntry entry = nextFile(zip);
    if (entry == null) {
      throw new NothingRead(name + ": is a zip archive without a file");
    }
    requireNoDocument(name, List.of(entry.getName()));
    return new FilterInputStream(zip) {
      private boolean ended;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = ended ? -1 : zip.read(bytes, offset, length);
        if (read < 0 && !ended) {
          ended = true;
          ZipEntry second = nextFile(zip);
          if (second != null) {
            throw new IOException(
                "the zip archive holds a second file, %s (expected: one)"
                    .formatted(second.getName()));
          }
        }
        return read;
      }
    };
  }

  private static ZipEntry nextFile(ZipInputStream zip) throws IOException {
    ZipEntry entry = zip.getNextEntry();
    while (entry != null && !isContent(entry)) {
      entry = zip.getNextEntry();
    }
    return entry;
  }

  /** What a Mac adds on its own is none. */
  private static boolean isContent(ZipEntry entry) {
    return !entry.isDirectory()
        && !entry.getName().startsWith("__MACOSX/")
        && !entry.getName().endsWith(".DS_Store");
  }

  private static void requireNoDocument(String name, List<String> files) {
    if (files.contains("[Content_Types].xml") || files.contains("mimetype")) {
      throw new NothingRead(
          name + ": is a spreadsheet or an office document; save it as CSV or tab separated text");
    }
  }
}
