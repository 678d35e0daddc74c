package harbor.bench.cores;

import com.google.protobuf.ByteString;
import harbor.kit.runtime.Launcher;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Plays recorded answers back on the ports of all core services: {@code RECORDING PORT...}.
 *
 * <p>A line {@code delay InventoryService 80} on standard input makes that service answer after 80
 * ms from then on; a negative number, never. Ends with its standard input.
 */
public final class RecordedCoresMain {
  private final Recording recording;
  private final Map<String, Long> delays = new ConcurrentHashMap<>();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

  private RecordedCoresMain(Recording recording) {
    this.recording = recording;
  }

  /** Runs until its standard input ends. */
  public static void main(String[] args) throws IOException {
    Launcher.prepare("bench-cores");
    RecordedCoresMain cores = new RecordedCoresMain(Recording.load(Path.of(args[0])));
    List<Integer> ports = Stream.of(args).skip(1).map(Integer::valueOf).toList();
    var _ = BytesServer.start(ports, cores::handle);
    System.out.println("ready");
    try (BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        cores.obey(List.of(line.split(" ", -1)));
      }
    }
    System.exit(0);
  }

  private void obey(List<String> words) {
    if (words.size() == 3 && words.getFirst().equals("delay")) {
      delays.put(words.get(1), Long.parseLong(words.get(2)));
    } else {
      System.out.println("not understood: " + words);
    }
  }

  private void handle(String method, ByteString request, ServerCall<ByteString, ByteString> call) {
    ByteString answer = recording.answer(method, request);
    long delay = delays.isEmpty() ? 0 : delayOf(method);
    if (delay == 0) {
      answer(call, method, answer);
    } else if (delay > 0) {
      var _ = later.schedule(() -> answer(call, method, answer), delay, TimeUnit.MILLISECONDS);
    }
  }

  private long delayOf(String method) {
    String service = method.substring(0, method.indexOf('/'));
    return delays.getOrDefault(service.substring(service.lastIndexOf('.') + 1), 0L);
  }

  private static void answer(
      ServerCall<ByteString, ByteString> call,
      String method,
      @org.jspecify.annotations.Nullable ByteString answer) {
    if (call.isCancelled()) {
      return;
    }
    if (answer == null) {
      call.close(Status.UNIMPLEMENTED.withDescription("not recorded: " + method), new Metadata());
      return;
    }
    call.sendHeaders(new Metadata());
    call.sendMessage(answer);
    call.close(Status.OK, new Metadata());
  }
}
