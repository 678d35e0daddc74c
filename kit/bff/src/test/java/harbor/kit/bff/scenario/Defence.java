package harbor.kit.bff.scenario;

import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.resilience.Layer;
import harbor.kit.bff.resilience.Layers;
import harbor.kit.bff.resilience.UnaryChannel;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What is around the calls of a run: a column of the report. */
enum Defence {
  ALL("all on"),
  NO_RETRY("no retry"),
  NO_HEDGE("no hedge"),
  NO_BREAKER("no breaker"),
  NO_LIMIT("no limit"),
  NO_FLIGHT("no flight"),
  NONE("all off"),
  NAIVE("naive retry");

  private static final long SEED = 1;

  private final String label;

  Defence(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Puts it around a service. */
  UnaryOperator<UnaryChannel> around(VirtualTime time) {
    return this == NAIVE ? service -> new NaiveRetry(service, time) : only(time, layers());
  }

  /** Puts these layers around a service and no other. */
  static UnaryOperator<UnaryChannel> only(VirtualTime time, Set<Layer> layers) {
    return service -> new Layers(service, layers, time.ticker()::nanoTime, new Random(SEED));
  }

  private Set<Layer> layers() {
    return switch (this) {
      case ALL -> EnumSet.allOf(Layer.class);
      case NO_RETRY -> EnumSet.complementOf(EnumSet.of(Layer.RETRY));
      case NO_HEDGE -> EnumSet.complementOf(EnumSet.of(Layer.HEDGE));
      case NO_BREAKER -> EnumSet.complementOf(EnumSet.of(Layer.BREAKER));
      case NO_LIMIT -> EnumSet.complementOf(EnumSet.of(Layer.LIMIT));
      case NO_FLIGHT -> EnumSet.complementOf(EnumSet.of(Layer.FLIGHT));
      case NONE, NAIVE -> EnumSet.noneOf(Layer.class);
    };
  }
}
