package harbor.kit.bff.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one client gets its events: server-sent events (WHATWG HTML, section 9.2) with the view as
 * JSON, or views of protobuf, each after its length as a varint. Immutable; equal ones give equal
 * bytes.
 *
 * @param events what is sent
 * @param reader what the client's request says besides the keys, for instance its language
 * @param envelope what views are in where there are several kinds of them; null: nothing
 */
record EventForm(Kind kind, EventViews<?> events, Object reader, @Nullable EventEnvelope envelope) {
  private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

  /** Of which the media type tells. */
  enum Kind {
    /** {@code text/event-stream}. */
    SERVER_SENT,
    /** {@code application/x-protobuf}. */
    PROTOBUF;

    MediaType mediaType() {
      return switch (this) {
        case SERVER_SENT -> MediaType.EVENT_STREAM;
        case PROTOBUF -> MediaType.X_PROTOBUF;
      };
    }
  }

  /** The event of a key without its id, as {@link #append} wants it. */
  byte[] encode(String key, States states) {
    Message view = events.view(key, states, reader);
    return switch (kind) {
      case SERVER_SENT -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("event: " + events.event() + "\ndata: ").getBytes(UTF_8));
        events.json().encode(view, out);
        out.writeBytes("\n\n".getBytes(UTF_8));
        yield out.toByteArray();
      }
      case PROTOBUF -> (envelope == null ? view : envelope.around(events, view)).toByteArray();
    };
  }

  /** Says when to come back after the stream has ended. */
  byte[] greeting(int retryMillis) {
    return switch (kind) {
      case SERVER_SENT -> ("retry: " + retryMillis + "\n\n").getBytes(UTF_8);
      case PROTOBUF -> heartbeat("");
    };
  }

  /** Says that the stream is alive, and the newest id unless it is empty. */
  byte[] heartbeat(String id) {
    return switch (kind) {
      case SERVER_SENT -> id.isEmpty() ? COMMENT : ("id: " + id + "\n\n").getBytes(UTF_8);
      case PROTOBUF -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(out, new byte[0], id);
        yield out.toByteArray();
      }
    };
  }

  /** All events of one write. The last one has the id: it holds for all that was sent. */
  byte[] all(List<byte[]> encoded, String id) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.size(); i++) {
      append(out, encoded.get(i), i == encoded.size() - 1 ? id : "");
    }
    return out.toByteArray();
  }

  /** Fields of one message may stand in any order, those of an event as well. */
  private void append(ByteArrayOutputStream to, byte[] encoded, String id) {
    switch (kind) {
      case SERVER_SENT -> {
        if (!id.isEmpty()) {
          to.writeBytes(("id: " + id + "\n").getBytes(UTF_8));
        }
        to.writeBytes(encoded);
      }
      case PROTOBUF -> delimited(to, encoded, id);
    }
  }

  private void delimited(ByteArrayOutputStream to, byte[] encoded, String id) {
    int number = envelope == null ? events.idField() : envelope.idField();
    int idSize = id.isEmpty() ? 0 : CodedOutputStream.computeStringSize(number, id);
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(to);
      out.writeUInt32NoTag(encoded.length + idSize);
      out.writeRawBytes(encoded);
      if (!id.isEmpty()) {
        out.writeString(number, id);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("In memory", e);
    }
  }
}
