package harbor.kit.service.call;

import harbor.kit.client.Idempotency;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Places in calls at which a test stops the process, as if it had been killed there: {@code
 * PaymentsService/CapturePayment.before}, the request has arrived and nothing is done; {@code
 * .called}, the work is done and committed and the answer has not left. Each unary method that its
 * contract does not say changes nothing has both. Nothing is there unless somebody asked for it.
 */
public final class CallFailpoints implements ServerInterceptor {
  private static final String SETTING = "HARBOR_FAILPOINTS";
  private static final String BEFORE = ".before";
  private static final String CALLED = ".called";

  private final Set<String> points;
  private final Runnable stop;

  private CallFailpoints(Set<String> points, Runnable stop) {
    this.points = points;
    this.stop = stop;
  }

  /** What the setting names; nothing in ordinary use. */
  public static List<String> named(Environment environment) {
    return environment
        .optionalText(
            SETTING,
            "Places at which the one core service that is told so stops its process as if it had"
                + " been killed, apart by commas, for instance"
                + " PaymentsService/CapturePayment.called; for tests.")
        .stream()
        .flatMap(all -> Arrays.stream(all.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  /** All in the calls of a service. */
  public static List<String> of(ServiceDescriptor service) {
    return service.getMethods().stream()
        .filter(method -> method.getType() == MethodType.UNARY)
        .filter(method -> Idempotency.of(method) != Idempotency.NO_SIDE_EFFECTS)
        .map(CallFailpoints::name)
        .flatMap(name -> Stream.of(name + BEFORE, name + CALLED))
        .toList();
  }

  /**
   * Puts the places that are named into the services of a process; without any, services stay as
   * they are.
   *
   * @param own places of the process besides those of its calls, which it looks after itself
   * @throws InvalidSetting when the process has no such place
   */
  public static UnaryOperator<ServerServiceDefinition> at(
      List<String> named, Collection<String> own, List<ServiceDescriptor> services) {
    return at(named, own, services, () -> Runtime.getRuntime().halt(137));
  }

  static UnaryOperator<ServerServiceDefinition> at(
      List<String> named, Collection<String> own, List<ServiceDescriptor> services, Runnable stop) {
    if (named.isEmpty()) {
      return UnaryOperator.identity();
    }
    List<String> all =
        Stream.concat(own.stream(), services.stream().map(CallFailpoints::of).flatMap(List::stream))
            .toList();
    for (String point : named) {
      if (!all.contains(point)) {
        throw new InvalidSetting(SETTING, point, "some of " + String.join(", ", all));
      }
    }
    CallFailpoints failpoints = new CallFailpoints(Set.copyOf(named), stop);
    return service -> ServerInterceptors.intercept(service, failpoints);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String name = name(call.getMethodDescriptor());
    ServerCall<Q, A> answered =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void sendMessage(A answer) {
            reach(name + CALLED);
            super.sendMessage(answer);
          }
        };
    return new SimpleForwardingServerCallListener<>(next.startCall(answered, headers)) {
      @Override
      public void onHalfClose() {
        reach(name + BEFORE);
        super.onHalfClose();
      }
    };
  }

  private void reach(String point) {
    if (points.contains(point)) {
      stop.run();
    }
  }

  /** {@code PaymentsService/CapturePayment}. */
  private static String name(MethodDescriptor<?, ?> method) {
    String full = method.getFullMethodName();
    return full.substring(full.lastIndexOf('.', full.indexOf('/')) + 1);
  }
}
