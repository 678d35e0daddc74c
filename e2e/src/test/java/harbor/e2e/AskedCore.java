package harbor.e2e;

import harbor.kit.client.Caller;
import harbor.kit.service.identity.TestTokens;
import harbor.type.v1.Access;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Map;

/**
 * One method of one core service, called for what is Ben's.
 *
 * @param calls make the call
 * @param bens what is his
 * @param core the process that serves it
 * @param method its contract
 * @param rule whose its answers are
 */
record AskedCore(
    CoreCalls calls, Belongings bens, String core, MethodDescriptor<?, ?> method, MethodRule rule) {
  private static final String REFUSED = "PERMISSION_DENIED";
  private static final String UNKNOWN = "UNAUTHENTICATED";

  /** By who has no token, and by a process that no contract names, but those that name all. */
  void withoutToken(List<String> found) {
    boolean isForAll = TestTokens.access(method).orElseThrow().getCallersList().contains("*");
    note(found, "nobody's process", calls.callUnknown(core, method), UNKNOWN);
    note(
        found,
        "a process that no contract names",
        calls.call(core, method, "media", Caller.ANONYMOUS, "{}"),
        isForAll ? "" : REFUSED);
  }

  /**
   * On somebody's behalf.
   *
   * @param owner whose the ids are
   * @param found gets a line for each fault
   */
  void by(String name, Caller caller, Caller owner, List<String> found) {
    boolean isTheirs =
        caller.isUser()
            ? rule.whose() == Whose.ENDS_CALLER
                || (rule.whose() == Whose.OWNERS_OR_ADMINISTRATORS && !caller.roles().isEmpty())
            // what a BFF does for nobody it may do
            : rule.whose() == Whose.PROCESSES && caller.isAnonymous();
    if (isTheirs) {
      return;
    }
    CoreCalls.Ending ending = ask(caller, bens.ids());
    CoreCalls.Ending same =
        switch (rule.whose()) {
          case EVERYBODYS -> ask(owner, bens.ids());
          case OWNERS, OWNERS_OR_ADMINISTRATORS -> ask(caller, bens.unknown());
          default -> ending;
        };
    if (!bens.plain(same.toString()).equals(bens.plain(ending.toString()))) {
      found.add(name + " at " + rule + " gets " + ending + " unlike " + same);
    }
    note(found, name, ending, expected(caller));
    if (caller.roles().isEmpty() || rule.whose() != Whose.ADMINISTRATORS) {
      for (String secret : bens.beside(rule.request())) {
        if (ending.text().contains(secret)) {
          found.add("'" + secret + "': " + name + " at " + rule + " got " + ending);
        }
      }
    }
  }

  private String expected(Caller caller) {
    return switch (rule.whose()) {
      case CUSTOMERS, ENDS_CALLER -> caller.isUser() ? "" : UNKNOWN;
      case ADMINISTRATORS -> caller.isUser() ? caller.roles().isEmpty() ? REFUSED : "" : UNKNOWN;
      case PROCESSES -> REFUSED;
      case EVERYBODYS, OWNERS, OWNERS_OR_ADMINISTRATORS, BROWSERS, CALLERS -> "";
    };
  }

  private CoreCalls.Ending ask(Caller caller, Map<String, String> ids) {
    Access access = TestTokens.access(method).orElseThrow();
    String process =
        rule.whose() == Whose.PROCESSES ? "web-bff" : access.getCallers(0).replace("*", "web");
    return calls.call(
        core, method, process, caller, RouteRule.filled(rule.request(), ids, Map.of()));
  }

  private void note(List<String> found, String who, CoreCalls.Ending ending, String expected) {
    if (!ending.status().startsWith(expected)) {
      found.add(who + " at " + core + " " + rule + " got " + ending + ", not " + expected);
    }
  }
}
