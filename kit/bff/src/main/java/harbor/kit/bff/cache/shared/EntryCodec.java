package harbor.kit.bff.cache.shared;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.rpc.Status;
import harbor.kit.bff.cache.shared.Entry.Absent;
import harbor.kit.bff.cache.shared.Entry.Content;
import harbor.kit.bff.cache.shared.Entry.Value;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Entries as bytes, for a store that others share: format (1 byte), whether there is a value (1),
 * expiry (8), begin of the load (8), its duration (8), CRC-32C of all other bytes (4), the message
 * or the status. Thread-safe.
 */
public final class EntryCodec<V extends MessageLite> {
  private static final byte FORMAT = 1;
  private static final byte ABSENT = 0;
  private static final byte PRESENT = 1;
  private static final int SUM_AT = 26;
  private static final int HEAD = 30;

  private final Parser<V> parser;

  public EntryCodec(Parser<V> parser) {
    this.parser = parser;
  }

  byte[] encode(Entry<V> entry) {
    byte[] message =
        switch (entry.what()) {
          case Value<V>(V value) -> value.toByteArray();
          case Absent<V>(Status status) -> status.toByteArray();
        };
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + message.length);
    bytes.put(FORMAT).put(entry.what() instanceof Value ? PRESENT : ABSENT);
    bytes.putLong(entry.expiresAt()).putLong(entry.loadedAt()).putLong(entry.loadNanos());
    bytes.putInt(0).put(message);
    bytes.putInt(SUM_AT, sum(bytes.array()));
    return bytes.array();
  }

  /** Empty for bytes that no codec of this format wrote, or that changed since. */
  Optional<Entry<V>> decode(byte[] bytes) {
    if (bytes.length < HEAD || bytes[0] != FORMAT) {
      return Optional.empty();
    }
    ByteBuffer head = ByteBuffer.wrap(bytes);
    if (head.getInt(SUM_AT) != sum(bytes)) {
      return Optional.empty();
    }
    try {
      Content<V> what =
          bytes[1] == ABSENT
              ? new Absent<>(Status.parser().parseFrom(bytes, HEAD, bytes.length - HEAD))
              : new Value<>(parser.parseFrom(bytes, HEAD, bytes.length - HEAD));
      return Optional.of(new Entry<>(what, head.getLong(18), head.getLong(10), head.getLong(2)));
    } catch (InvalidProtocolBufferException _) {
      return Optional.empty();
    }
  }

  private static int sum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, SUM_AT);
    sum.update(bytes, HEAD, bytes.length - HEAD);
    return (int) sum.getValue();
  }
}
