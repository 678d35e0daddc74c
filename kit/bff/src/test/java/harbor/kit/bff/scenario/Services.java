package harbor.kit.bff.scenario;

import com.google.protobuf.StringValue;
import harbor.kit.bff.plan.CallRun;
import harbor.kit.bff.plan.Source;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.resilience.Layers;
import harbor.kit.bff.resilience.LayersState;
import harbor.kit.bff.resilience.ScriptedService;
import harbor.kit.bff.resilience.ScriptedService.Script;
import harbor.kit.bff.resilience.UnaryChannel;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The services of a run, each behind its defence, and what they were sent by which plan. */
final class Services {
  private final VirtualTime time;
  private final UnaryOperator<UnaryChannel> defence;
  private final Function<String, Script> scripts;
  private final Map<String, Service> byName = new TreeMap<>();
  private final List<Sent> sent = new ArrayList<>();

  /** A try as it left. */
  record Sent(String service, String plan, Duration at) {}

  private record Service(ScriptedService scripted, UnaryChannel defended) {}

  /**
   * Services that are there as soon as somebody calls them.
   *
   * @param scripts what each of them does, by its name
   */
  Services(
      VirtualTime time, UnaryOperator<UnaryChannel> defence, Function<String, Script> scripts) {
    this.time = time;
    this.defence = defence;
    this.scripts = scripts;
  }

  /** Asks a service for something. */
  Source<String, StringValue> read(String name) {
    return source(name, ScriptedService.READ);
  }

  /** Has a service change something; it may be told twice. */
  Source<String, StringValue> put(String name) {
    return source(name, ScriptedService.PUT);
  }

  /** Has a service change something that must not be changed twice. */
  Source<String, StringValue> pay(String name) {
    return source(name, ScriptedService.PAY);
  }

  /** What all services were sent, in this order. */
  List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** How many tries to a service left within this time. */
  long sent(String service, Duration from, Duration until) {
    return sent.stream()
        .filter(
            each ->
                each.service().equals(service)
                    && each.at().compareTo(from) >= 0
                    && each.at().compareTo(until) < 0)
        .count();
  }

  /** The service itself. */
  ScriptedService scripted(String name) {
    return service(name).scripted();
  }

  /** How the layers around a service are doing. */
  LayersState layers(String name) {
    if (service(name).defended() instanceof Layers layers) {
      return layers.state();
    }
    throw new IllegalStateException(name + " has no layers");
  }

  private Source<String, StringValue> source(
      String name, MethodDescriptor<StringValue, StringValue> method) {
    UnaryChannel channel = service(name).defended();
    return input -> channel.call(method, StringValue.of(input));
  }

  private Service service(String name) {
    return byName.computeIfAbsent(
        name,
        _ -> {
          ScriptedService scripted = new ScriptedService(time, scripts.apply(name));
          return new Service(scripted, defence.apply(new Counted(name, scripted)));
        });
  }

  /** Notes what is sent to a service and by which plan. */
  private final class Counted implements UnaryChannel {
    private final String service;
    private final UnaryChannel delegate;

    Counted(String service, UnaryChannel delegate) {
      this.service = service;
      this.delegate = delegate;
    }

    @Override
    public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
      CallRun run = CallRun.current();
      sent.add(new Sent(service, run == null ? "" : run.plan().name(), time.now()));
      return delegate.call(method, request, attempt);
    }
  }
}
