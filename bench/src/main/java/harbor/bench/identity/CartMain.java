package harbor.bench.identity;

import harbor.allinone.Processes;
import harbor.kit.client.Caller;
import harbor.kit.client.identity.Identity;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Launcher;
import harbor.kit.runtime.Parts;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.RunningCore;
import harbor.mobile.MobileBff;
import harbor.observability.Telemetry;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The mobile BFF and the core services that a phone's cart asks, over gRPC in one process, so that
 * its CPU is all that a request costs but for the database. Ends with SIGTERM.
 */
public final class CartMain {
  /**
   * Begins the argument that leaves all checks of callers out, no tokens, no keys, no sign-in, and
   * ends with the guest whose all calls are then.
   */
  static final String OPEN = "open:";

  /** Whom the cart asks, and users, whom the BFF asks who somebody is. */
  static final List<String> CORES = List.of("carts", "catalog", "pricing", "inventory", "users");

  private CartMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Optional<Caller> everybody =
        Stream.of(args)
            .filter(arg -> arg.startsWith(OPEN))
            .map(arg -> Caller.guest(arg.substring(OPEN.length())))
            .findAny();
    Launcher.run("bench-cart", environment -> start(environment, everybody));
  }

  private static Parts start(Environment environment, Optional<Caller> everybody) {
    Parts parts = new Parts();
    for (CoreProcess core : Processes.cores()) {
      if (CORES.contains(core.name())) {
        Telemetry telemetry = telemetry(core.name(), environment, parts);
        parts.add(
            core.name(),
            everybody
                .map(caller -> unchecked(core, environment, telemetry, caller))
                .orElseGet(() -> core.start(environment, telemetry)));
      }
    }
    Map<String, String> ofBff = new HashMap<>(environment.all());
    if (everybody.isPresent()) {
      ofBff.keySet().removeIf(name -> name.equals(IdentitySettings.KEYS) || name.contains("OIDC"));
    }
    parts.add(
        "mobile-bff",
        MobileBff.PROCESS.start(
            environment.with(ofBff), telemetry("mobile-bff", environment, parts)));
    System.out.println("ready");
    return parts;
  }

  private static RunningCore unchecked(
      CoreProcess core, Environment environment, Telemetry telemetry, Caller caller) {
    ServerInterceptor everybody =
        new ServerInterceptor() {
          @Override
          public <Q, A> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            return Contexts.interceptCall(
                Identity.of(caller).in(Context.current()), call, headers, next);
          }
        };
    return core.startUnchecked(
        core.settings(environment),
        telemetry,
        service -> ServerInterceptors.intercept(service, everybody));
  }

  private static Telemetry telemetry(String name, Environment environment, Parts parts) {
    return parts.add("telemetry of " + name, Telemetry.start(name, environment.all()));
  }
}
