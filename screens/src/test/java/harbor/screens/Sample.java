package harbor.screens;

import harbor.kit.bff.session.Csrf;
import harbor.scripted.ScriptedCores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One request to a screen, and what the core services answer meanwhile.
 *
 * @param name of its kept files
 * @param method of HTTP
 * @param path without variables
 * @param body JSON, "" for none
 * @param headers names and values in turn
 * @param plan the one that the screen runs for it, where it is one of several; empty: all of them
 * @param roles of the person who asks; empty: nobody is signed in
 * @param cores scripts what differs from ordinary answers
 */
public record Sample(
    String name,
    String method,
    String path,
    String body,
    List<String> headers,
    String plan,
    Optional<Set<String>> roles,
    Consumer<ScriptedCores> cores) {
  /** Copies what it is given. */
  public Sample {
    headers = List.copyOf(headers);
    roles = roles.map(Set::copyOf);
  }

  /** A page. */
  public static Sample get(String name, String path) {
    return new Sample(name, "GET", path, "", List.of(), "", Optional.empty(), _ -> {});
  }

  /** Something that changes, as a guest's browser asks for it. */
  public static Sample write(String name, String method, String path, String body) {
    return new Sample(name, method, path, body, List.of(), "", Optional.empty(), _ -> {})
        .header("x-harbor-csrf", "1")
        .header("sec-fetch-site", "same-origin");
  }

  /** The same with a header more. */
  public Sample header(String header, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(header);
    more.add(value);
    return new Sample(name, method, path, body, more, plan, roles, cores);
  }

  /** The same without a header. */
  Sample without(String header) {
    List<String> less = new ArrayList<>();
    for (int i = 0; i < headers.size(); i += 2) {
      if (!headers.get(i).equalsIgnoreCase(header)) {
        less.addAll(headers.subList(i, i + 2));
      }
    }
    return new Sample(name, method, path, body, less, plan, roles, cores);
  }

  /** The same of another path. */
  public Sample at(String other) {
    return new Sample(name, method, other, body, headers, plan, roles, cores);
  }

  /** The same under another name. */
  public Sample named(String other) {
    return new Sample(other, method, path, body, headers, plan, roles, cores);
  }

  /** The same while the core services answer so. */
  public Sample cores(Consumer<ScriptedCores> scripts) {
    return new Sample(name, method, path, body, headers, plan, roles, scripts);
  }

  /** The same, for which the screen runs this one of its plans. */
  public Sample runs(String name) {
    return new Sample(this.name, method, path, body, headers, name, roles, cores);
  }

  /** The same of a person who has signed in, without a role. */
  public Sample signedIn() {
    return signedIn(Set.of());
  }

  /** The same of a person who has signed in and has these roles. */
  public Sample signedIn(Set<String> had) {
    return new Sample(name, method, path, body, headers, plan, Optional.of(had), cores);
  }

  /** The same of nobody who has signed in. */
  Sample signedOut() {
    return new Sample(name, method, path, body, headers, plan, Optional.empty(), cores);
  }

  /** The same as this person's page sends it: a guest's tag is not theirs. */
  Sample by(SignedInPerson person) {
    List<String> own = new ArrayList<>();
    for (int i = 0; i < headers.size(); i += 2) {
      boolean isTag = headers.get(i).equalsIgnoreCase(Csrf.HEADER);
      own.add(headers.get(i));
      own.add(isTag ? person.tag() : headers.get(i + 1));
    }
    return new Sample(name, method, path, body, own, plan, roles, cores)
        .header("cookie", person.cookie());
  }

  /** Whether a route of this method and pattern answers it. */
  boolean fits(String routeMethod, String pattern) {
    String expression = pattern.replaceAll("\\{\\w+}", "[^/]+").replaceAll("\\{\\*\\w+}", ".+");
    return method.equals(routeMethod) && path.split("\\?", 2)[0].matches(expression);
  }

  @Override
  public String toString() {
    return name + ": " + method + " " + path;
  }
}
