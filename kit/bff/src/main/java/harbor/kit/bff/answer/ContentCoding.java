package harbor.kit.bff.answer;

import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Content codings (RFC 9110, section 8.4.1) in the order of preference, at levels that cost less
 * time than they save on the way to the client.
 */
enum ContentCoding {
  BROTLI("br") {
    @Override
    EncodedView encode(EncodedView body) throws IOException {
      return EncodedView.of(Encoder.compress(body.toByteArray(), BROTLI_LEVEL));
    }
  },
  ZSTD("zstd") {
    @Override
    EncodedView encode(EncodedView body) {
      return EncodedView.of(Zstd.compress(body.toByteArray(), ZSTD_LEVEL));
    }
  },
  GZIP("gzip") {
    @Override
    EncodedView encode(EncodedView body) throws IOException {
      EncodedView coded = new EncodedView(body.size() / 2);
      try (OutputStream out = new FastGzip(coded)) {
        body.writeTo(out);
      }
      return coded;
    }
  },
  IDENTITY("identity") {
    @Override
    EncodedView encode(EncodedView body) {
      return body;
    }
  };

  /** Below this many bytes no coding saves more than its own overhead. */
  private static final int MIN_BYTES = 200;

  private static final Encoder.Parameters BROTLI_LEVEL = new Encoder.Parameters().setQuality(3);
  private static final int ZSTD_LEVEL = 1;

  static {
    NativeCodings.load();
  }

  private final String token;

  ContentCoding(String token) {
    this.token = token;
  }

  abstract EncodedView encode(EncodedView body) throws IOException;

  /** As the headers name it. */
  String token() {
    return token;
  }

  /**
   * This coding for views of so many bytes, none for smaller ones. Decided without the view's meta,
   * so that a view always has the same coding, and with it the same tag.
   */
  ContentCoding whenWorthwhile(int viewBytes) {
    return viewBytes < MIN_BYTES ? IDENTITY : this;
  }

  /** The body in this coding; what cannot be made smaller grows by a few bytes. */
  EncodedView code(EncodedView body) {
    try {
      return encode(body);
    } catch (IOException e) {
      throw new UncheckedIOException("In memory", e);
    }
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
