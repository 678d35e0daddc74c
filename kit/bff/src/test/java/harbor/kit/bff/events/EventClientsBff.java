package harbor.kit.bff.events;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.ErrorInfo;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.ErrorTable;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.answer.ViewJson;
import harbor.kit.bff.downstream.Downstream;
import harbor.kit.bff.downstream.DownstreamSettings;
import harbor.kit.bff.edge.BffServer;
import harbor.kit.bff.edge.BffSettings;
import harbor.kit.bff.edge.ServicesAlone;
import harbor.kit.bff.overload.OverloadSettings;
import harbor.kit.bff.watch.ScriptedStreams;
import harbor.kit.bff.watch.Watches;
import harbor.kit.client.ChangeStream;
import harbor.kit.runtime.AuditLog;
import harbor.kit.runtime.Parts;
import harbor.observability.Telemetry;
import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A BFF in a process of its own, with a stream of events over a {@link CoreOfVersions}. Says its
 * port, then at each line that it reads what it takes of memory.
 */
final class EventClientsBff {
  private static final int PLENTY = 20_000;

  private EventClientsBff() {}

  /** The core's target. */
  public static void main(String[] args) throws IOException {
    Telemetry telemetry = Telemetry.start("events-bff", Map.of("OTEL_SDK_DISABLED", "true"));
    BffSettings settings =
        new BffSettings(
            "events-bff",
            "127.0.0.1",
            0,
            2,
            Duration.ZERO,
            new OverloadSettings(
                Duration.ofSeconds(10), PLENTY, PLENTY, Duration.ofSeconds(10), List.of()));
    EventLoopGroup loops = BffServer.eventLoops(settings);
    Downstream core =
        Downstream.open(
            new DownstreamSettings("things", args[0]), loops, Optional.empty(), telemetry);
    Watches watches = Watches.of(loops, telemetry.metrics(), new Parts());
    LiveSource<Integer> source =
        LiveSource.of(
            "test.versions",
            listener ->
                watches.listen(
                    ChangeStream.of("test.versions", ScriptedStreams.WATCH),
                    core.streams(),
                    listener),
            LiveSource.by(
                core.streams(),
                CoreOfVersions.BATCH_GET,
                EventClientsBff::request,
                EventClientsBff::versions));
    Answers answers =
        new Answers(
            List.of(ViewFormat.JSON),
            ViewJson.of(List.of(ErrorInfo.getDefaultInstance())),
            ErrorTable.read("/harbor/kit/bff/test-errors.tsv"),
            new EventsBff.Errors(),
            List.of(),
            false,
            telemetry.metrics(),
            new AuditLog("test-bff"));
    EventsService events =
        EventsService.of(
            LiveTopics.open(
                LiveStream.of(TestInstance.declared(List.of(source), "")), loops, telemetry),
            answers,
            new EventsSettings(PLENTY),
            StreamCallers.NOBODY,
            telemetry.metrics());
    BffServer server =
        ServicesAlone.start(settings, telemetry, loops, answers, Map.of("/events", events));
    System.out.println(server.port());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      System.out.println(memory(events));
    }
    System.exit(0);
  }

  private static ListValue request(Collection<String> keys) {
    ListValue.Builder request = ListValue.newBuilder();
    keys.forEach(key -> request.addValues(Value.newBuilder().setStringValue(key)));
    return request.build();
  }

  private static Map<String, Integer> versions(Struct from) {
    Map<String, Integer> versions = new HashMap<>();
    from.getFieldsMap().forEach((key, value) -> versions.put(key, (int) value.getNumberValue()));
    return versions;
  }

  /** Streams, live bytes of the heap, and of the process. */
  private static String memory(EventsService events) throws IOException {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long rss =
        Files.readString(Path.of("/proc/self/status"))
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
            .sum();
    return "%d %d %d".formatted(events.streams(), heap, rss);
  }
}
