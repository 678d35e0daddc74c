package harbor.kit.bff.openapi;

import static harbor.kit.bff.openapi.Schemas.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Headers of answers. */
final class Headers {
  static final String REF = "#/components/headers/";

  /** With every answer. */
  static final List<String> ALWAYS = List.of("X-Trace-Id", "X-Correlation-Id");

  private Headers() {}

  static ObjectNode all() {
    ObjectNode all = object();
    text(all, "X-Trace-Id", "Id of the request's trace, 32 hexadecimal digits.");
    text(all, "X-Correlation-Id", "The request's own, or the one that was made for it.");
    text(all, "X-Schema-Version", "Full name of the view, and its version: major.minor.");
    text(all, "X-Degraded", "The calls that failed, whose parts are missing; absent of none.");
    text(all, "X-Stale", "The calls that were answered by copies out of date; absent of none.");
    text(all, "ETag", "Of this encoding; absent when a part is missing.");
    text(all, "Cache-Control", "Who may keep the answer, and for how long.");
    text(all, "Content-Language", "The language of its texts.");
    text(all, "Location", "Where it is found.");
    text(all, "Idempotency-Replayed", "true: the answer of the first request with this key.");
    text(all, "Deprecation", "Since when there is a successor (RFC 9745).");
    text(all, "Sunset", "From when on this is answered 410 (RFC 8594).");
    text(all, "Link", "The successor.");
    text(all, "X-Guest-Id", "The id of a guest who had none before.");
    all.putObject("Retry-After")
        .put("description", "Seconds after which to try again.")
        .set("schema", object().put("type", "integer").put("minimum", 0));
    return all;
  }

  private static void text(ObjectNode all, String name, String words) {
    all.putObject(name).put("description", words).set("schema", Schemas.text());
  }

  static ObjectNode references(List<String> names) {
    ObjectNode references = object();
    names.forEach(name -> references.putObject(name).put("$ref", REF + name));
    return references;
  }
}
