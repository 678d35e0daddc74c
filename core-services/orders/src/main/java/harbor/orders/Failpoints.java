package harbor.orders;

import harbor.orders.Saga.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Named places at which a test stops the process, as if it had been killed there: {@code
 * <saga>.<step>.before} a call, {@code .called} after it and before its ending is recorded, {@code
 * .after} that commit; the same of {@code begin} and of {@code mail}. Nothing is there unless
 * somebody asked for it.
 */
@FunctionalInterface
interface Failpoints {
  /** Where nothing happens. */
  Failpoints OFF = _ -> {};

  /** Stands for the moment before a call. */
  String BEFORE = "before";

  /** Stands for the moment between a call and the record of its ending. */
  String CALLED = "called";

  /** Stands for the moment after that record. */
  String AFTER = "after";

  /** The process is here. */
  void reach(String point);

  /** All of them. */
  static List<String> all() {
    return Stream.concat(
            Arrays.stream(Kind.values())
                .flatMap(
                    kind ->
                        Stream.concat(
                                Stream.of("begin"), SagaPlan.all(kind).stream().map(Step::label))
                            .map(step -> kind.name().toLowerCase(Locale.ROOT) + "." + step)),
            Stream.of("mail.send"))
        .flatMap(place -> Stream.of(BEFORE, CALLED, AFTER).map(moment -> place + "." + moment))
        .distinct()
        .toList();
  }

  /** Stops this process at any of these. */
  static Failpoints stoppingAt(List<String> points) {
    if (points.isEmpty()) {
      return OFF;
    }
    return point -> {
      if (points.contains(point)) {
        Runtime.getRuntime().halt(137);
      }
    };
  }
}
