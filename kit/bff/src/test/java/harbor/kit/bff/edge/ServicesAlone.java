package harbor.kit.bff.edge;

import com.linecorp.armeria.server.HttpService;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.limit.LimitSettings;
import harbor.kit.bff.limit.RateLimits;
import harbor.kit.bff.limit.VerifiedClients;
import harbor.kit.bff.plan.PlanListener;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.session.Callers;
import harbor.kit.bff.session.Csrf;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.session.Frontends;
import harbor.kit.bff.session.PublicOrigin;
import harbor.observability.Telemetry;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A BFF's server with services that are no screens. */
public final class ServicesAlone {
  private ServicesAlone() {}

  /** Starts it. */
  public static BffServer start(
      BffSettings settings,
      Telemetry telemetry,
      EventLoopGroup loops,
      Answers answers,
      Map<String, HttpService> services) {
    Routes routes = new Routes(Duration.ofSeconds(1));
    services.forEach(routes::service);
    return BffServer.start(
        settings,
        telemetry,
        loops,
        new RouteService.Serving(
            answers,
            new PlanRunner(PlanListener.NONE),
            Callers.NOBODY,
            new Csrf(new Frontends(List.of(Frontend.app("test"))), PublicOrigin.OF_REQUEST),
            Optional.empty(),
            Optional.empty(),
            new FailureLog(settings.name()),
            InstantSource.system()),
        RateLimits.open(
            settings.name(),
            LimitSettings.OFF,
            Optional.empty(),
            VerifiedClients.NONE,
            answers,
            loops,
            telemetry.metrics()),
        routes,
        routes.rpcs(settings.name()));
  }
}
