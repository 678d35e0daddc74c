package harbor.kit.bff.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.HttpStatus;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.Miss;
import harbor.kit.runtime.StartFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From what happened to what clients are told: the only source of {@link ErrorAnswer}s.
 *
 * <p>Made from a text with a row a line, fields separated by tabs, {@code #} before a comment; the
 * first row names the columns. Checked as a whole when it is read: a bad row, two rows for one
 * thing, or none for an {@link EdgeEvent} or for every other gRPC status end the start. Immutable.
 */
public final class ErrorTable {
  private static final String COLUMNS = "at\tkey\treason\thttp\tcode\tretryable\ttitle\tmessage";

  private final String name;
  private final Map<Key, ErrorRow> rows;

  private record Key(ErrorRow.At at, String key, String reason) {
    @Override
    public String toString() {
      return "%s %s %s".formatted(at, key, reason);
    }
  }

  private ErrorTable(String name, Map<Key, ErrorRow> rows) {
    this.name = name;
    this.rows = rows;
  }

  /** Reads a table from the class path. */
  public static ErrorTable read(String resource) {
    try (InputStream in = ErrorTable.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new StartFailed(
            "There is no table of errors %s on the class path.".formatted(resource));
      }
      return parse(resource, new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  /**
   * Reads a table.
   *
   * @param name where it stands, for whoever has to mend it
   */
  public static ErrorTable parse(String name, String text) {
    Map<Key, ErrorRow> rows = new LinkedHashMap<>();
    List<String> lines = text.lines().toList();
    boolean named = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String at = "%s, line %d: ".formatted(name, i + 1);
      if (!named) {
        if (!line.equals(COLUMNS)) {
          throw new StartFailed(
              at + "other columns (expected: " + COLUMNS.replace('\t', ' ') + ").");
        }
        named = true;
        continue;
      }
      ErrorRow row = row(at, line);
      Key key = new Key(row.at(), row.key(), row.reason());
      if (rows.putIfAbsent(key, row) != null) {
        throw new StartFailed(at + key + " stands there twice.");
      }
    }
    ErrorTable table = new ErrorTable(name, rows);
    table.grpc(ErrorRow.ANY, ErrorRow.ANY);
    for (EdgeEvent event : EdgeEvent.values()) {
      table.edge(event.name());
    }
    return table;
  }

  /** All rows, in their order: for whoever documents them. */
  public List<ErrorRow> rows() {
    return List.copyOf(rows.values());
  }

  /**
   * That a critical call has no answer. A call that has a row of its own is told by that when its
   * service is not available.
   *
   * @param call its name; what stands before the point is the service
   */
  public ErrorAnswer of(Miss miss, String call) {
    String status = miss.status().name();
    ErrorRow row = find(status, miss.reason());
    if (row == null) {
      row = find(status, ErrorRow.ANY);
    }
    if (row == null) {
      row = grpc(ErrorRow.ANY, ErrorRow.ANY);
    }
    ErrorRow own = rows.get(new Key(ErrorRow.At.CALL, call, ErrorRow.ANY));
    return (own != null && row.isUnavailable() ? own : row).ofService(Call.serviceOf(call));
  }

  /** That this happened, of which there is nothing more to say. */
  public ErrorAnswer of(EdgeEvent event) {
    return of(event, "");
  }

  /**
   * That this happened.
   *
   * @param detail what is wrong with this request, for the client to read
   */
  public ErrorAnswer of(EdgeEvent event, String detail) {
    ErrorRow row = edge(event.name());
    return row.ofEdge(row.status(), detail);
  }

  /** That something happened of which only the status is known. */
  public ErrorAnswer of(HttpStatus status) {
    for (EdgeEvent event : EdgeEvent.values()) {
      if (edge(event.name()).status().equals(status)) {
        return of(event);
      }
    }
    EdgeEvent other =
        status.isClientError() ? EdgeEvent.OTHER_CLIENT_ERROR : EdgeEvent.OTHER_SERVER_ERROR;
    return edge(other.name()).ofEdge(status, "");
  }

  private ErrorRow edge(String event) {
    return required(new Key(ErrorRow.At.EDGE, event, ErrorRow.ANY));
  }

  private ErrorRow grpc(String status, String reason) {
    return required(new Key(ErrorRow.At.GRPC, status, reason));
  }

  private ErrorRow required(Key key) {
    ErrorRow row = rows.get(key);
    if (row == null) {
      throw new StartFailed("%s: there is no row for %s.".formatted(name, key));
    }
    return row;
  }

  private @Nullable ErrorRow find(String status, String reason) {
    return rows.get(new Key(ErrorRow.At.GRPC, status, reason));
  }

  private static ErrorRow row(String at, String line) {
    try {
      return ErrorRow.parse(line);
    } catch (IllegalArgumentException e) {
      throw new StartFailed(at + e.getMessage() + ".", e);
    }
  }
}
