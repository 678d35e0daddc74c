package harbor.screens;

import harbor.scripted.ScriptedCores;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One request to a screen, and what the core services answer meanwhile.
 *
 * @param name of its kept files
 * @param method of HTTP
 * @param path without variables
 * @param body JSON, "" for none
 * @param headers names and values in turn
 * @param cores scripts what differs from an ordinary product and cart
 */
public record Sample(
    String name,
    String method,
    String path,
    String body,
    List<String> headers,
    Consumer<ScriptedCores> cores) {
  /** Copies the list. */
  public Sample {
    headers = List.copyOf(headers);
  }

  /** A page. */
  public static Sample get(String name, String path) {
    return new Sample(name, "GET", path, "", List.of(), _ -> {});
  }

  /** Something that changes, as a guest's browser asks for it. */
  public static Sample write(String name, String method, String path, String body) {
    return new Sample(name, method, path, body, List.of(), _ -> {})
        .header("x-harbor-csrf", "1")
        .header("sec-fetch-site", "same-origin");
  }

  /** The same with a header more. */
  public Sample header(String header, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    more.add(value);
    return new Sample(name, method, path, body, more, cores);
  }

  /** The same under another name. */
  public Sample named(String other) {
    return new Sample(other, method, path, body, headers, cores);
  }

  /** The same while the core services answer so. */
  public Sample cores(Consumer<ScriptedCores> scripts) {
    return new Sample(name, method, path, body, headers, scripts);
  }

  /** Whether a route of this method and pattern answers it. */
  boolean fits(String routeMethod, String pattern) {
    return method.equals(routeMethod) && path.matches(pattern.replaceAll("\\{\\w+}", "[^/]+"));
  }

  @Override
  public String toString() {
    return name + ": " + method + " " + path;
  }
}
