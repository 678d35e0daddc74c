package harbor.kit.bff.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import harbor.kit.runtime.ManagementServer;
import harbor.kit.runtime.ManagementServer.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** {@code /plans.json} of a management port, and {@code /plans}, the page that shows it. */
public final class PlansPages {
  private PlansPages() {}

  /** Adds them; they show these BFFs in this order. */
  public static void add(ManagementServer management, List<Explainer> bffs) {
    InstantSource clock = InstantSource.system();
    management
        .page("/plans", file("plans.html", "html"))
        .page("/plans.js", file("plans.js", "javascript"))
        .page("/plans.css", file("plans.css", "css"))
        .page(
            "/plans.json",
            () ->
                Response.json(
                    200,
                    PlansJson.text(clock.instant(), bffs.stream().map(Explainer::plans).toList())));
  }

  private static Supplier<Response> file(String name, String type) {
    try (InputStream file = PlansPages.class.getResourceAsStream(name)) {
      byte[] content = Objects.requireNonNull(file, name).readAllBytes();
      Response answer =
          new Response(200, "text/" + type + "; charset=utf-8", new String(content, UTF_8));
      return () -> answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
