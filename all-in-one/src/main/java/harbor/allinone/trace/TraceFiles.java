package harbor.allinone.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.observability.TraceFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@link TraceFile} keeps; read while it is written. */
final class TraceFiles implements TraceSource {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;

  TraceFiles(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<TraceSpan> spans(String traceId) throws IOException {
    List<TraceSpan> found = new ArrayList<>();
    for (String name : List.of(TraceFile.OLDER, TraceFile.NEWER)) {
      try (BufferedReader lines = Files.newBufferedReader(directory.resolve(name))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.contains(traceId)) {
            found.addAll(spans(line, traceId));
          }
        }
      } catch (NoSuchFileException _) {
        // Nothing was kept yet, or never so much that an older file was needed.
      }
    }
    return found;
  }

  private static List<TraceSpan> spans(String line, String traceId) {
    try {
      return OtlpJson.spans(JSON.readTree(line), traceId);
    } catch (JsonProcessingException _) {
      // The end of a line is missing that is being written, or whose writer was killed.
      return List.of();
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
