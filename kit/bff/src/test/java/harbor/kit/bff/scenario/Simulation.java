package harbor.kit.bff.scenario;

import harbor.kit.bff.plan.VirtualTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Runs scenarios. Each run has its own time, services and visitors: runs may be made at once. */
final class Simulation {
  private Simulation() {}

  /**
   * What came of it.
   *
   * @param sent tries to the service that was struck
   */
  record Figures(Requests requests, long sent) {
    static final Figures NONE = new Figures(new Requests(), 0);

    double callsPerRequest() {
      return (double) sent / requests.count();
    }

    Figures and(Figures others) {
      return new Figures(requests.and(others.requests), sent + others.sent);
    }
  }

  /** Runs a scenario with a defence over every shape. */
  static Map<Shape, Figures> run(Scenario scenario, Defence defence) {
    if (scenario.isShared()) {
      return run(scenario, defence, List.of(Shape.values()));
    }
    Map<Shape, Figures> all = new EnumMap<>(Shape.class);
    for (Shape shape : Shape.values()) {
      all.putAll(run(scenario, defence, List.of(shape)));
    }
    return all;
  }

  private static Map<Shape, Figures> run(Scenario scenario, Defence defence, List<Shape> shapes) {
    VirtualTime time = new VirtualTime();
    String struck = scenario.strikes(shapes.getFirst());
    Services services =
        new Services(
            time,
            defence.around(time),
            name ->
                name.equals(struck) ? scenario.struck(name) : (_, at) -> Draw.healthy(name, at));
    Load load = new Load(time, scenario::perSecond);
    List<Requests> byShape = new ArrayList<>();
    shapes.forEach(shape -> byShape.add(load.on(shape.plan(services))));
    load.run(Scenario.LENGTH);
    Map<Shape, Figures> figures = new EnumMap<>(Shape.class);
    for (int i = 0; i < shapes.size(); i++) {
      Shape shape = shapes.get(i);
      long sent =
          services.sent().stream()
              .filter(
                  each ->
                      each.service().equals(struck)
                          && each.plan().equals(shape.name())
                          && each.at().compareTo(scenario.countedFrom()) >= 0)
              .count();
      figures.put(
          shape, new Figures(byShape.get(i).within(scenario.countedFrom(), Scenario.LENGTH), sent));
    }
    return figures;
  }
}
