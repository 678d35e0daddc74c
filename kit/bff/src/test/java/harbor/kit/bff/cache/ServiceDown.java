package harbor.kit.bff.cache;

import static java.time.Duration.ofSeconds;

import com.google.protobuf.StringValue;
import harbor.kit.bff.cache.load.EarlyRefresh;
import harbor.kit.bff.cache.shared.Entry;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.resilience.Layer;
import harbor.kit.bff.resilience.Layers;
import harbor.kit.bff.resilience.ScriptedService;
import harbor.kit.bff.resilience.UnaryChannel;
import harbor.kit.client.CachePolicy;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The service refuses for 30 s, while two processes have cached what it said before. */
final class ServiceDown {
  static final Duration BEGIN = ofSeconds(10);
  static final Duration END = ofSeconds(40);
  private static final Duration LENGTH = ofSeconds(50);

  /** What is done about it: a column. */
  enum Defence {
    NAIVE("naive"),
    NEVER_STALE("all on, but never stale"),
    ALL("all on"),
    LAYERS("all on, and the layers beneath");

    final String label;

    Defence(String label) {
      this.label = label;
    }
  }

  /**
   * What came of it.
   *
   * @param callsPerSecond to the service while it refuses
   * @param visits those who came then
   */
  record Figures(double callsPerSecond, Visits visits) {}

  private ServiceDown() {}

  static Figures run(Defence defence) {
    VirtualTime time = new VirtualTime();
    CacheRun run = new CacheRun(time);
    Origin origin = Origin.usual(time, at -> at.compareTo(BEGIN) >= 0 && at.compareTo(END) < 0);
    Map<String, Entry<StringValue>> shared = new HashMap<>();
    for (int i = 0; i < 2; i++) {
      CachePolicy policy = StoreTrouble.POLICY;
      switch (defence) {
        case NAIVE -> {
          EarlyRefresh never = new EarlyRefresh(0, new SplittableRandom(1));
          run.process(
              new NaiveCache(shared, policy.ttl(), never, origin::ask, run.millis, false)::get);
        }
        case NEVER_STALE ->
            run.process(policy.staleIfError(Duration.ZERO), Optional.of(run.store), origin::ask);
        case ALL -> run.process(policy, Optional.of(run.store), origin::ask);
        case LAYERS -> run.process(policy, Optional.of(run.store), behindLayers(origin, time));
      }
    }
    for (int i = 0; i < 2 * Zipf.KEYS; i++) {
      run.ask(i % 2, Zipf.key(i / 2));
      time.advance(Duration.ofMillis(1));
    }
    Zipf keys = new Zipf();
    run.askEvenly(StoreTrouble.PER_SECOND, LENGTH.minus(time.now()), _ -> keys.next());
    return new Figures(
        (double) origin.calls(BEGIN, END) / END.minus(BEGIN).toSeconds(),
        run.visits.from(BEGIN).until(END));
  }

  /** As a BFF asks its services. */
  private static Function<String, CompletableFuture<StringValue>> behindLayers(
      Origin origin, VirtualTime time) {
    UnaryChannel channel =
        new Layers(
            new OriginChannel(origin),
            EnumSet.allOf(Layer.class),
            time.ticker()::nanoTime,
            new Random(1));
    return id -> channel.call(ScriptedService.READ, StringValue.of(id));
  }

  private record OriginChannel(Origin origin) implements UnaryChannel {
    @Override
    public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
      String id = ((StringValue) request).getValue();
      return origin
          .ask(id)
          .thenApply(answer -> method.parseResponse(answer.toByteString().newInput()));
    }
  }
}
