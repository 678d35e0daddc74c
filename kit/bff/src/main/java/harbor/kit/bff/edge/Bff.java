package harbor.kit.bff.edge;

import harbor.kit.bff.answer.ErrorView;
import harbor.kit.bff.answer.MetaView;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.session.Accounts;
import harbor.kit.bff.session.Callers;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.session.IdentityProvider;
import harbor.kit.bff.text.Languages;
import harbor.kit.runtime.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Declares a BFF: its name, its formats, its form of errors, and last its routes, from which
 * everything else follows. {@code Bff.named("mobile-bff").port(8081).formats(PROTOBUF, JSON)
 * .errors(new ErrorViews()).routes(MobileBff::routes)}.
 */
public final class Bff {
  private final String name;
  private int port;
  private List<ViewFormat> formats = List.of(ViewFormat.JSON);
  private Optional<Languages> languages = Optional.empty();
  private Optional<MetaView> meta = Optional.empty();
  private Callers guests = Callers.NOBODY;
  private SignInDeclaration signIn = SignInDeclaration.NONE;
  private Duration total = Duration.ofMillis(500);
  private List<Limit> limits = List.of();
  private String errorTable = "/harbor/errors.tsv";
  private @Nullable ErrorView errors;

  private Bff(String name) {
    this.name = name;
  }

  /** A BFF of this name, for instance {@code web-bff}. */
  public static Bff named(String name) {
    return new Bff(name);
  }

  /** Where it listens unless {@code HARBOR_<NAME>_PORT} says otherwise. */
  public Bff port(int value) {
    port = value;
    return this;
  }

  /** Its formats, the default first; otherwise JSON alone. */
  public Bff formats(ViewFormat... offered) {
    formats = List.of(offered);
    return this;
  }

  /** Its form of errors. */
  public Bff errors(ErrorView view) {
    errors = view;
    return this;
  }

  /** The table of errors on the class path; otherwise the shop's. */
  Bff errorTable(String resource) {
    errorTable = resource;
    return this;
  }

  /** The field by which its views say how they came about, for those that have it. */
  public Bff meta(MetaView field) {
    meta = Optional.of(field);
    return this;
  }

  /** The languages of its texts for people, the default first; otherwise it has no such texts. */
  public Bff languages(Languages spoken) {
    languages = Optional.of(spoken);
    return this;
  }

  /** Who knows guests; otherwise every visitor is one whom nobody knows. */
  public Bff guests(Callers known) {
    guests = known;
    return this;
  }

  /**
   * A frontend with sessions of its own. Every change is checked against other sites as it wants.
   */
  public Bff frontend(Frontend frontend) {
    signIn =
        new SignInDeclaration(
            Stream.concat(signIn.frontends().stream(), Stream.of(frontend)).toList(),
            signIn.accounts(),
            signIn.takesBearers() || frontend.kind() == Frontend.Kind.APP,
            signIn.provider());
    return this;
  }

  /** A frontend at which people sign in; an app may send access tokens of the provider as well. */
  public Bff signIn(Frontend frontend, Function<Kit, Accounts> accounts) {
    Bff declared = frontend(frontend);
    return declared.accounts(accounts, declared.signIn.takesBearers());
  }

  /** Access tokens of the provider tell who asks; there are no sessions. */
  public Bff bearers(Function<Kit, Accounts> accounts) {
    return accounts(accounts, true);
  }

  private Bff accounts(Function<Kit, Accounts> accounts, boolean takesBearers) {
    signIn =
        new SignInDeclaration(
            signIn.frontends(), Optional.of(accounts), takesBearers, signIn.provider());
    return this;
  }

  /** Who signs people in. */
  Bff provider(Function<Environment, IdentityProvider> provider) {
    signIn =
        new SignInDeclaration(
            signIn.frontends(), signIn.accounts(), signIn.takesBearers(), provider);
    return this;
  }

  /** The time of a request whose route does not say another; otherwise half a second. */
  public Bff requestTime(Duration time) {
    total = time;
    return this;
  }

  /**
   * How many requests one client may make, where {@code HARBOR_<NAME>_LIMITS} switches that on: of
   * all routes, and of those that name a limit of their own.
   */
  public Bff limits(Limit... stated) {
    limits = List.of(stated);
    return this;
  }

  /** Its routes, made with clients of core services; the last word. */
  public BffProcess routes(BiConsumer<Routes, Kit> routes) {
    if (errors == null) {
      throw new IllegalStateException(name + ": no form of errors (expected: errors(...))");
    }
    return new BffProcess(
        name,
        port,
        formats,
        languages,
        meta,
        guests,
        signIn,
        total,
        limits,
        errorTable,
        errors,
        routes);
  }
}
