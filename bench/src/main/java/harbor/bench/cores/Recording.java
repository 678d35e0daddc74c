package harbor.bench.cores;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What core services answered, by method and the bytes of the request.
 *
 * @param productIds whose pages it is enough for
 */
record Recording(List<String> productIds, Map<Question, ByteString> answers) {
  /** Copies both. */
  Recording {
    productIds = List.copyOf(productIds);
    answers = Map.copyOf(answers);
  }

  /** A request as it is on the wire. */
  record Question(String method, ByteString request) {}

  @Nullable ByteString answer(String method, ByteString request) {
    return answers.get(new Question(method, request));
  }

  void save(Path file) {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(productIds.size());
      for (String id : productIds) {
        out.writeUTF(id);
      }
      out.writeInt(answers.size());
      for (Map.Entry<Question, ByteString> entry : answers.entrySet()) {
        out.writeUTF(entry.getKey().method());
        write(out, entry.getKey().request());
        write(out, entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Recording load(Path file) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      List<String> ids = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        ids.add(in.readUTF());
      }
      Map<Question, ByteString> answers = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        answers.put(new Question(in.readUTF(), read(in)), read(in));
      }
      return new Recording(ids, answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(DataOutputStream out, ByteString bytes) throws IOException {
    out.writeInt(bytes.size());
    bytes.writeTo(out);
  }

  private static ByteString read(DataInputStream in) throws IOException {
    return ByteString.copyFrom(in.readNBytes(in.readInt()));
  }
}
