package harbor.kit.bff.edge;

import static harbor.kit.bff.edge.TestBff.ready;

import com.google.protobuf.Message;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import com.linecorp.armeria.common.MediaType;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ErrorView;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.input.Request;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.Screen;
import harbor.kit.bff.session.Accounts;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.session.OwnSessions;
import harbor.kit.bff.session.SessionSummary;
import harbor.kit.runtime.Environment;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A BFF at which people sign in: {@code /account/{id}} is for users and says who asks, {@code
 * /sessions} lists the ids of theirs, {@code /public/{id}} is for everybody.
 */
public final class SignInBff implements AutoCloseable {
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("test-bff", spans);
  private final BffProcess.Running running;

  /** Starts it with these settings. */
  public SignInBff(Frontend frontend, Accounts accounts, Map<String, String> settings) {
    this(frontend, accounts, settings, InstantSource.system());
  }

  /** The same by a clock that a test has. */
  public SignInBff(
      Frontend frontend, Accounts accounts, Map<String, String> settings, InstantSource clock) {
    running =
        Bff.named("test-bff")
            .port(0)
            .formats(ViewFormat.JSON)
            .errorTable("/harbor/kit/bff/test-errors.tsv")
            .errors(new Errors())
            .guests(Guests.byCookie("guest"))
            .signIn(frontend, _ -> accounts)
            .limits(Limit.perMinute(Limit.SIGN_IN, 20))
            .routes(SignInBff::routes)
            .start(Environment.of(settings), telemetry, UnaryOperator.identity(), clock);
  }

  private static void routes(Routes to, Kit kit) {
    to.get("/account/{id}", new WhoScreen()).signedIn();
    to.get("/public/{id}", new WhoScreen());
    to.get(
            "/sessions",
            Request::session,
            new OwnSessions(kit.sessions()).list(FieldViolation.class, SignInBff::listed))
        .signedIn();
  }

  private static FieldViolation listed(OwnSessions.Shown shown) {
    return FieldViolation.newBuilder()
        .setDescription(
            shown.all().stream().map(SessionSummary::id).collect(Collectors.joining(" ")))
        .build();
  }

  /** Where it listens. */
  public int port() {
    return running.port();
  }

  /** All that its spans say. */
  public String spans() {
    return spans.getFinishedSpanItems().toString();
  }

  /** Its metrics, as they are scraped. */
  public String metrics() {
    return telemetry.scrape();
  }

  /** What engineers see of its screens. */
  public String plans() {
    return running.explainer().plans().toString();
  }

  @Override
  public void close() {
    running.close();
    telemetry.close();
  }

  private static final class WhoScreen implements Screen<String, FieldViolation> {
    @Override
    public List<Plan<?>> plans() {
      return List.of();
    }

    @Override
    public Class<FieldViolation> view() {
      return FieldViolation.class;
    }

    @Override
    public CompletableFuture<Page<FieldViolation>> page(
        PlanRunner runner, RequestScope scope, String id) {
      return ready(scope.caller().subject() + " " + scope.caller().roles());
    }
  }

  private static final class Errors implements ErrorView {
    @Override
    public Message view(ErrorAnswer error, String traceId) {
      return ErrorInfo.newBuilder().setReason(error.code()).build();
    }

    @Override
    public MediaType jsonType() {
      return MediaType.parse("application/problem+json");
    }
  }
}
