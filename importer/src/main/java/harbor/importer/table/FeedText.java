package harbor.importer.table;

import harbor.importer.progress.NothingRead;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The text of a file: unpacked (gzip, zip with one file) and decoded. Its characters are what its
 * byte order mark says, else what whoever imports says, else what an XML declaration says, else
 * UTF-8; bytes that are none become U+FFFD, which no row may hold.
 *
 * @param text from behind the byte order mark
 * @param charset of its characters
 * @param head its first characters, which are still to be read
 */
record FeedText(BufferedReader text, Charset charset, String head) {
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int MAX_PACKED = 3;
  private static final int HEAD = 8_192;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final Pattern XML_ENCODING =
      Pattern.compile("^<\\?xml[^>]{0,200}encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");

  /**
   * Opens the text; {@code bytesRead} follows how many stored bytes were consumed.
   *
   * @throws NothingRead when the file is empty, or no text at all
   */
  static FeedText open(FeedFile file, AtomicLong bytesRead) throws IOException {
    InputStream stored = new Counted(file.opener().open(), bytesRead);
    try {
      BufferedInputStream plain = unpacked(file.name(), new BufferedInputStream(stored, 1 << 16));
      byte[] head = peek(plain);
      Charset charset = charset(file, head);
      Unreadable.checkBytes(file.name(), head, charset);
      BufferedReader text = new BufferedReader(new InputStreamReader(plain, charset), 1 << 14);
      skipMarks(text);
      String first = peek(text);
      Unreadable.checkText(file.name(), first);
      return new FeedText(text, charset, first);
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  private static BufferedInputStream unpacked(String name, BufferedInputStream stored)
      throws IOException {
    BufferedInputStream bytes = stored;
    for (int depth = 0; depth < MAX_PACKED; depth++) {
      bytes.mark(4);
      byte[] magic = bytes.readNBytes(4);
      bytes.reset();
      if (magic.length >= 2 && ((magic[0] & 0xff) << 8 | (magic[1] & 0xff)) == GZIP_MAGIC) {
        bytes = new BufferedInputStream(new GZIPInputStream(bytes, 1 << 16), 1 << 16);
      } else if (ZipFiles.isZip(magic, magic.length)) {
        bytes = new BufferedInputStream(ZipFiles.only(name, bytes), 1 << 16);
      } else {
        return bytes;
      }
    }
    throw new NothingRead(name + ": is packed more than " + MAX_PACKED + " times");
  }

  private static byte[] peek(BufferedInputStream bytes) throws IOException {
    bytes.mark(HEAD);
    byte[] head = bytes.readNBytes(HEAD);
    bytes.reset();
    return head;
  }

  private static String peek(BufferedReader text) throws IOException {
    text.mark(HEAD);
    char[] head = new char[HEAD];
    int length = 0;
    for (int read = 0; read >= 0 && length < HEAD; ) {
      read = text.read(head, length, HEAD - length);
      length += Math.max(0, read);
    }
    text.reset();
    return new String(head, 0, length);
  }

  /** Files that were joined, or written by a program that reads none, may have several. */
  private static void skipMarks(BufferedReader text) throws IOException {
    int c;
    do {
      text.mark(1);
      c = text.read();
    } while (c == BYTE_ORDER_MARK);
    text.reset();
  }

  private static Charset charset(FeedFile file, byte[] head) {
    if (head.length >= 2 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe) {
      return StandardCharsets.UTF_16LE;
    }
    if (head.length >= 2 && (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff) {
      return StandardCharsets.UTF_16BE;
    }
    if (head.length >= 3
        && (head[0] & 0xff) == 0xef
        && (head[1] & 0xff) == 0xbb
        && (head[2] & 0xff) == 0xbf) {
      return StandardCharsets.UTF_8;
    }
    return file.charset().orElseGet(() -> declared(file.name(), head));
  }

  private static Charset declared(String name, byte[] head) {
    Matcher declaration =
        XML_ENCODING.matcher(new String(head, StandardCharsets.ISO_8859_1).stripLeading());
    if (!declaration.find()) {
      return StandardCharsets.UTF_8;
    }
    try {
      Charset charset = Charset.forName(declaration.group(1));
      // The declaration could not be read as bytes, were it that.
      return charset.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : charset;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      throw new NothingRead(
          "%s: declares an encoding that nobody knows, '%s'; --encoding says which it is"
              .formatted(name, declaration.group(1)));
    }
  }

  /** Counts what passes. */
  private static final class Counted extends FilterInputStream {
    private final AtomicLong count;

    Counted(InputStream in, AtomicLong count) {
      super(in);
      this.count = count;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      if (one >= 0) {
        count.incrementAndGet();
      }
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      if (read > 0) {
        count.addAndGet(read);
      }
      return read;
    }
  }
}
