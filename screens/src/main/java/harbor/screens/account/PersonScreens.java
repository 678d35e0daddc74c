package harbor.screens.account;

import static harbor.kit.bff.plan.Call.critical;
import static java.time.Duration.ofSeconds;

import harbor.clients.PersonalDataClient;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.kit.bff.session.OwnSessions;
import harbor.kit.client.Service;
import harbor.screens.v1.AccountExport;
import harbor.screens.v1.Done;
import harbor.screens.v1.EraseAccountRequest;
import harbor.type.v1.PersonalPlace;
import harbor.type.v1.PersonalRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code .../account/export} and {@code DELETE .../account}: all that the shop has of the person
 * who asks, and its end. Each core service answers for its own tables.
 */
public final class PersonScreens {
  private static final Duration SERVICE = ofSeconds(5);
  private static final Duration EXPORT = ofSeconds(6);

  /** Of all services, one after the other. */
  private static final Duration ERASURE = ofSeconds(30);

  private final String plans;
  private final Kit kit;
  private final OwnSessions sessions;

  private PersonScreens(String plans, Kit kit) {
    this.plans = plans;
    this.kit = kit;
    this.sessions = new OwnSessions(kit.sessions());
  }

  /**
   * Adds the routes.
   *
   * @param prefix of their paths, for instance {@code /mobile/v1}
   */
  public static void add(String prefix, Routes to, Kit kit) {
    PersonScreens screens = new PersonScreens(prefix.split("/", 3)[1] + ".account", kit);
    String account = prefix + "/account";
    to.get(account + "/export", _ -> "", screens.export()).signedIn().within(EXPORT);
    to.delete(account, screens.erase()).signedIn().within(ERASURE).noContent();
  }

  /** A part that is missing would look like nothing: each service is critical. */
  @SuppressWarnings({"rawtypes", "unchecked"}) // there is no array of a generic type
  private Screen<Object, AccountExport> export() {
    List<CriticalCall<Object, List<PersonalRecord>>> services = new ArrayList<>();
    for (Service<PersonalDataClient> service : PersonalDataClient.SERVICES) {
      services.add(
          critical(service.name() + ".export", kit.client(service).exportOwn).within(SERVICE));
    }
    Call<Object, ?>[] calls = services.toArray(new Call[0]);
    return sessions.beside(
        Plan.of(plans + ".export", EXPORT, calls)
            .shows(
                parts ->
                    AccountExport.newBuilder()
                        .addAllRecords(
                            services.stream()
                                .flatMap(service -> parts.of(service).stream())
                                .map(ExportViews::record)
                                .toList())
                        .build()),
        (export, shown) ->
            export.toBuilder()
                .addAllSessions(SessionScreens.view(shown).getSessionsList())
                .build());
  }

  /** One after the other, so that whoever is told of a failure can ask again: users are last. */
  private Screen<EraseAccountRequest, Done> erase() {
    Plan<EraseAccountRequest> all = erase(PersonalDataClient.SERVICES.getLast());
    for (Service<PersonalDataClient> service :
        PersonalDataClient.SERVICES.reversed().subList(1, PersonalDataClient.SERVICES.size())) {
      all = erase(service).then(_ -> EraseAccountRequest.getDefaultInstance(), all);
    }
    return sessions.endAll(all.shows(_ -> Done.getDefaultInstance()));
  }

  private Plan<EraseAccountRequest> erase(Service<PersonalDataClient> service) {
    CriticalCall<EraseAccountRequest, List<PersonalPlace>> call =
        Call.<EraseAccountRequest, List<PersonalPlace>>critical(
                service.name() + ".erase", kit.client(service).eraseOwn)
            .within(SERVICE);
    return Plan.of(plans + ".erase." + service.name(), ERASURE, call).changes();
  }
}
