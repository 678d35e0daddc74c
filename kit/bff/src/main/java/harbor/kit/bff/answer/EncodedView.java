package harbor.kit.bff.answer;

import com.linecorp.armeria.common.HttpData;
import java.io.ByteArrayOutputStream;

/**
 * A view in bytes: written into one array, sent from the same one. A stream of bytes whose array
 * may be longer than what was written.
 */
final class EncodedView extends ByteArrayOutputStream {
  /**
   * Nothing yet.
   *
   * @param room bytes that can be written before the array has to grow
   */
  EncodedView(int room) {
    super(room);
  }

  private EncodedView(byte[] whole) {
    super(0);
    buf = whole;
    count = whole.length;
  }

  /** These bytes, which are not copied. */
  static EncodedView of(byte[] whole) {
    return new EncodedView(whole);
  }

  /** The array; the view is its first {@link #size} bytes. */
  byte[] array() {
    return buf;
  }

  /** Takes the last byte away. */
  void dropLast() {
    count--;
  }

  /** For sending, once nothing more is written. */
  HttpData data() {
    return HttpData.wrap(buf, 0, count);
  }
}
