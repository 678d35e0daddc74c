package harbor.screens;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import harbor.scripted.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * What a page takes on the wire, in bytes, beside what all answers of the core services that it
 * asks would take as JSON: what an API that hands them on would have sent.
 *
 * @param bytes by {@link #COLUMNS}; 0 for a format that the page does not have
 */
record ScreenSize(String page, List<Integer> bytes) {
  static final List<String> COLUMNS =
      List.of("json", "json.gz", "protobuf", "protobuf.gz", "cores", "cores.gz");

  private static final String FILE = "sizes.tsv";

  /** A page says at what time it was made, and machines do not all compress alike. */
  private static final double TOLERANCE = 0.05;

  private static final int MAX_OFF = 12;

  static ScreenSize of(String page, byte[] json, byte[] protobuf, List<Message> answers) {
    byte[] cores =
        answers.stream()
            .map(ScreenSize::json)
            .collect(Collectors.joining(",", "[", "]"))
            .getBytes(StandardCharsets.UTF_8);
    return new ScreenSize(
        page,
        Stream.of(json, protobuf, cores)
            .flatMap(body -> Stream.of(body.length, body.length == 0 ? 0 : zipped(body)))
            .toList());
  }

  /** Holds them to the kept ones, of which none may be missing. */
  static void assertKept(List<ScreenSize> sizes) {
    if (Boolean.getBoolean("harbor.golden.write")) {
      Golden.assertKept(
          FILE,
          "page\t"
              + String.join("\t", COLUMNS)
              + sizes.stream().map(ScreenSize::line).collect(Collectors.joining()));
    }
    Map<String, ScreenSize> kept =
        Golden.kept(FILE).lines().skip(1).map(ScreenSize::parse).collect(byPage());

    assertThat(sizes.stream().collect(byPage()))
        .hasSameSizeAs(sizes)
        .containsOnlyKeys(kept.keySet());
    assertThat(sizes)
        .allSatisfy(
            size ->
                assertThat(size.isLike(requireNonNull(kept.get(size.page()))))
                    .as("%s", size)
                    .isTrue());
  }

  /** Whether it is the other one's size, but for what differs from one machine to the next. */
  boolean isLike(ScreenSize other) {
    for (int column = 0; column < bytes.size(); column++) {
      int off = Math.abs(bytes.get(column) - other.bytes.get(column));
      if (off > Math.max(MAX_OFF, TOLERANCE * other.bytes.get(column))) {
        return false;
      }
    }
    return true;
  }

  private static Collector<ScreenSize, ?, Map<String, ScreenSize>> byPage() {
    return Collectors.toMap(ScreenSize::page, Function.identity());
  }

  private String line() {
    return "\n"
        + page
        + "\t"
        + bytes.stream().map(Object::toString).collect(Collectors.joining("\t"));
  }

  private static ScreenSize parse(String line) {
    List<String> cells = List.of(line.split("\t"));
    return new ScreenSize(cells.getFirst(), cells.stream().skip(1).map(Integer::valueOf).toList());
  }

  private static String json(Message answer) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(answer);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int zipped(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size();
  }
}
