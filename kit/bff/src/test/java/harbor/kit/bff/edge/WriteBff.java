package harbor.kit.bff.edge;

import static harbor.kit.bff.input.TestMessages.CHANGE;
import static harbor.kit.bff.input.TestMessages.NOTE;
import static harbor.kit.bff.input.TestMessages.OPTIONAL;
import static harbor.kit.bff.input.TestMessages.empty;
import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofSeconds;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ErrorView;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.downstream.ReceivedToken;
import harbor.kit.bff.edge.Route.Refused;
import harbor.kit.bff.input.TestMessages;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanParts;
import harbor.kit.bff.plan.Screen;
import harbor.kit.client.Channels;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.kit.runtime.Environment;
import harbor.observability.Telemetry;
import io.grpc.MethodDescriptor;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.util.Map;

/** A BFF whose routes write to a {@link ScriptedCore}; each write notes it, and looks at it too. */
final class WriteBff implements AutoCloseable {
  /** Of a guest. */
  static final String GUEST = "0123456789abcdefghijkl";

  private static final Duration LONG = ofSeconds(30);

  private final Telemetry telemetry =
      Telemetry.recording("test-bff", InMemorySpanExporter.create());
  private final BffProcess.Running running;
  private final WebClient client;

  /** The core service as its callers know it. */
  private static final class Things {
    private final Write<DynamicMessage, String> change;
    private final Write<DynamicMessage, String> note;
    private final Read<DynamicMessage, String> look;
    private final Read<String, String> lookById;

    Things(Channels things) {
      change = write(things, ScriptedCore.CHANGE);
      note = write(things, ScriptedCore.NOTE);
      look = things.read(ScriptedCore.LOOK, Things::text, StringValue::getValue);
      lookById = things.read(ScriptedCore.LOOK, StringValue::of, StringValue::getValue);
    }

    private static Write<DynamicMessage, String> write(
        Channels things, MethodDescriptor<StringValue, StringValue> method) {
      return things.write(method, Things::text, StringValue::getValue);
    }

    private static StringValue text(DynamicMessage input) {
      return StringValue.of(TestMessages.text(input));
    }
  }

  private WriteBff(ScriptedCore core) {
    running =
        Bff.named("test-bff")
            .port(0)
            .formats(ViewFormat.JSON, ViewFormat.PROTOBUF)
            .errorTable("/harbor/kit/bff/test-errors.tsv")
            .errors(new Errors())
            .guests(Guests.byHeader("X-Guest-Id"))
            .requestTime(LONG)
            .routes(WriteBff::routes)
            .start(
                Environment.of(
                    Map.of(
                        "HARBOR_THINGS_TARGET",
                        core.target(),
                        "HARBOR_KEYS",
                        ReceivedToken.keys().directory().toString())),
                telemetry);
    client =
        WebClient.builder("h2c://127.0.0.1:" + running.port())
            .responseTimeout(Duration.ZERO)
            .build();
  }

  /** Starts one. */
  static WriteBff start(ScriptedCore core) {
    return new WriteBff(core);
  }

  private static void routes(Routes to, Kit kit) {
    Things things = kit.client(Service.of("things", 1, Things::new));
    write(to, HttpMethod.POST, "/things", NOTE, things)
        .created(view -> "/things/" + view.getDescription());
    to.get("/things/{id}", look(things)).personal().privateCache(ofSeconds(30));
    write(to, HttpMethod.PATCH, "/things/{id}", CHANGE, things).ifMatch(now(things));
    write(to, HttpMethod.DELETE, "/things/{id}", OPTIONAL, things).noContent();
    write(to, HttpMethod.PUT, "/coupons/{id}", OPTIONAL, things);
    write(to, HttpMethod.POST, "/orders", NOTE, things).idempotencyKey();
    write(to, HttpMethod.POST, "/purchases", NOTE, things)
        .known()
        .created(view -> "/purchases/" + view.getDescription())
        .accepted(
            view -> view.getDescription().equals("pending"),
            (_, view) -> "/purchases/" + view.getDescription())
        .refused("THING_GONE", StringValue.class, gone())
        .names("INVALID_THING_ID", "note");
    write(to, HttpMethod.POST, "/returns", NOTE, things).accepted(_ -> true, null);
    write(to, HttpMethod.POST, "/accounts", NOTE, things).signedIn();
    write(to, HttpMethod.POST, "/notes", NOTE, things).maxBodyBytes(100);
    write(to, HttpMethod.PUT, "/notes", NOTE, things);
  }

  private static Route<DynamicMessage, FieldViolation> write(
      Routes to, HttpMethod method, String path, Descriptor input, Things things) {
    return to.add(new Route<>(method, path, Input.body(empty(input), path), change(things), LONG));
  }

  private static Screen<DynamicMessage, FieldViolation> change(Things things) {
    var change = critical("things.change", things.change).within(LONG);
    var note = optional("things.note", things.note).within(LONG).orElse("no note");
    var look = optional("things.look", things.look).within(LONG).orElse("no look");
    return Plan.of("test.change", LONG, change, note, look)
        .changes()
        .shows((PlanParts parts) -> view(parts.of(change)));
  }

  private static Screen<DynamicMessage, FieldViolation> now(Things things) {
    var look = critical("things.look", things.look).within(LONG);
    return Plan.of("test.now", LONG, look).shows((PlanParts parts) -> view(parts.of(look)));
  }

  private static Screen<String, FieldViolation> look(Things things) {
    var look = critical("things.look", things.lookById).within(LONG);
    return Plan.of("test.look", LONG, look).shows((PlanParts parts) -> view(parts.of(look)));
  }

  /** What came with the refusal. */
  private static Screen<Refused<DynamicMessage>, FieldViolation> gone() {
    return Plan.<Refused<DynamicMessage>>of("test.gone", LONG)
        .shows(
            (refused, _) -> view(refused.miss().detail(StringValue.class).orElseThrow().getValue()),
            FieldViolation.class);
  }

  private static FieldViolation view(String text) {
    return FieldViolation.newBuilder().setDescription(text).build();
  }

  /** Sends a request of a guest, with a body of JSON unless it is empty. */
  AggregatedHttpResponse send(HttpMethod method, String path, String json, String... headers) {
    return sent(method, path, json, headers).aggregate().join();
  }

  /** The same, without waiting. */
  HttpResponse sent(HttpMethod method, String path, String json, String... headers) {
    RequestHeadersBuilder builder =
        RequestHeaders.builder(method, path).add("x-guest-id", GUEST).add("x-harbor-csrf", "1");
    if (!json.isEmpty()) {
      builder.contentType(MediaType.JSON);
    }
    for (String header : headers) {
      int colon = header.indexOf(':');
      builder.add(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    return client.execute(HttpRequest.of(builder.build(), HttpData.ofUtf8(json)));
  }

  /** Sends exactly these headers. */
  AggregatedHttpResponse send(RequestHeaders headers, String body) {
    return client.execute(HttpRequest.of(headers, HttpData.ofUtf8(body))).aggregate().join();
  }

  /** How often a call ended so. */
  long calls(String call, String outcome) {
    return telemetry
        .metrics()
        .find("harbor.plan.call")
        .tag("call", call)
        .tag("outcome", outcome)
        .timers()
        .stream()
        .mapToLong(timer -> timer.count())
        .sum();
  }

  int port() {
    return running.port();
  }

  @Override
  public void close() {
    running.close();
    telemetry.close();
  }

  private static final class Errors implements ErrorView {
    @Override
    public Message view(ErrorAnswer error, String traceId) {
      ErrorInfo.Builder view =
          ErrorInfo.newBuilder().setReason(error.code()).putMetadata("message", error.message());
      error.field().ifPresent(field -> view.putMetadata("field", field));
      error
          .member()
          .ifPresent(now -> view.putMetadata("current", ((FieldViolation) now).getDescription()));
      return view.build();
    }

    @Override
    public MediaType jsonType() {
      return MediaType.parse("application/problem+json");
    }
  }
}
