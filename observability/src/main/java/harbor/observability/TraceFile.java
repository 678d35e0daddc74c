package harbor.observability;

import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps spans while no backend takes them, as OpenTelemetry's file exporter would: each export is a
 * line of OTLP's JSON. When {@link #NEWER} is half as large as both files may be together it takes
 * the place of {@link #OLDER}. Shared by the processes of a JVM; thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/">the format</a>
 */
public final class TraceFile implements AutoCloseable {
  /** The file that is written to. */
  public static final String NEWER = "spans.jsonl";

  /** What was written before it. */
  public static final String OLDER = "spans.1.jsonl";

  private static final Logger LOG = LoggerFactory.getLogger(TraceFile.class);

  private final Path directory;
  private final long maxBytesEach;
  private @Nullable OutputStream out;
  private long bytes;
  private boolean isFailing;

  /**
   * Nothing is opened before the first span comes.
   *
   * @param directory made when it is missing
   * @param maxBytes of both files together; an export that is larger alone is not kept
   */
  public TraceFile(Path directory, long maxBytes) {
    this.directory = directory;
    this.maxBytesEach = maxBytes / 2;
  }

  synchronized CompletableResultCode write(Collection<SpanData> spans) {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      TraceRequestMarshaler.create(spans).writeJsonTo(line);
      line.write('\n');
      append(line);
      isFailing = false;
      return CompletableResultCode.ofSuccess();
    } catch (IOException e) {
      if (!isFailing) {
        isFailing = true;
        LOG.warn("Spans cannot be kept in {}: {}", directory, e.toString());
      }
      return CompletableResultCode.ofFailure();
    }
  }

  private void append(ByteArrayOutputStream line) throws IOException {
    if (line.size() > maxBytesEach) {
      throw new IOException(
          "an export of %d bytes is larger than %d".formatted(line.size(), maxBytesEach));
    }
    OutputStream opened = out == null ? open() : out;
    if (bytes + line.size() > maxBytesEach) {
      close();
      Files.move(
          directory.resolve(NEWER), directory.resolve(OLDER), StandardCopyOption.REPLACE_EXISTING);
      opened = open();
    }
    line.writeTo(opened);
    bytes += line.size();
  }

  private OutputStream open() throws IOException {
    Path newer = directory.resolve(NEWER);
    Files.createDirectories(directory);
    OutputStream opened =
        Files.newOutputStream(newer, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    bytes = Files.size(newer);
    if (bytes > 0) {
      // The last line may have been broken off; an empty one does no harm.
      opened.write('\n');
      bytes++;
    }
    out = opened;
    return opened;
  }

  @Override
  public synchronized void close() throws IOException {
    OutputStream opened = out;
    out = null;
    if (opened != null) {
      opened.close();
    }
  }

  @Override
  public String toString() {
    return "TraceFile(" + directory + ')';
  }
}
