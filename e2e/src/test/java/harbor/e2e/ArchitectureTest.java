package harbor.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import harbor.allinone.Processes;
import harbor.e2e.fixture.Trespasser;
import harbor.kit.service.CoreProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom: the table in docs/architecture.md. */
class ArchitectureTest {
  private static final List<String> CORES =
      Processes.cores().stream().map(CoreProcess::name).toList();
  private static final List<String> BFFS =
      Processes.bffs().stream().map(bff -> bff.name().replace("-bff", "")).toList();
  private static final List<String> PROCESSES =
      Stream.concat(CORES.stream(), BFFS.stream()).toList();
  private static final String[] GENERATED = {"harbor.*.v1", "harbor.*.v2"};
  private static final String[] JDBC = {
    "java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer..", "org.postgresql..", "org.flywaydb.."
  };

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("harbor");

  /** A room of the code, and what its classes may not use. */
  private record Room(String root, ArchRule rule) {
    boolean has(String packageName) {
      return packageName.equals(root) || packageName.startsWith(root + ".");
    }
  }

  private static List<Room> rooms() {
    return Stream.of(
            Stream.of(
                room(
                    "harbor.kit.runtime",
                    in(
                        "harbor.observability..",
                        "harbor.kit.service..",
                        "harbor.kit.bff..",
                        "com.linecorp..",
                        "io.grpc..",
                        "java.sql..",
                        "com.google.protobuf..",
                        "io.opentelemetry..")),
                room(
                    "harbor.observability",
                    in("harbor.kit.service..", "harbor.kit.bff..", "harbor.*.v1")
                        .or(ofAny(PROCESSES))),
                room(
                    "harbor.kit.service",
                    in("com.linecorp..", "harbor.kit.bff..").or(shop()).or(ofAny(PROCESSES))),
                room(
                    "harbor.kit.bff",
                    in("harbor.kit.service..").or(shop()).or(in(JDBC)).or(ofAny(PROCESSES))),
                room(
                    "harbor.kit.client",
                    in("com.linecorp..", "harbor.kit.bff..", "harbor.kit.service..")
                        .or(shop())
                        .or(in(JDBC))),
                room(
                    "harbor.clients",
                    in("com.linecorp..", "harbor.kit.bff..", "harbor.kit.service..")
                        .or(in(JDBC))
                        .or(ofAny(PROCESSES))),
                room(
                    "harbor.screens", in("harbor.kit.service..").or(in(JDBC)).or(ofAny(PROCESSES))),
                room(
                    "harbor.importer",
                    in(
                            "harbor.observability..",
                            "harbor.kit.service..",
                            "harbor.kit.bff..",
                            "harbor.allinone..",
                            "com.linecorp..")
                        .or(in(JDBC))
                        .or(ofAny(PROCESSES))),
                // no client's pictures hang on another process
                room(
                    "harbor.media",
                    in("harbor.kit.service..", "harbor.kit.bff..", "harbor.*.v1", "io.grpc..")
                        .or(in(JDBC))
                        .or(ofAny(PROCESSES))),
                room(
                    "harbor.identitydev",
                    in("harbor.kit.service..", "harbor.kit.bff..", "harbor.*.v1", "io.grpc..")
                        .or(in(JDBC))
                        .or(ofAny(PROCESSES))
                        .or(of("harbor.media"))),
                // a provider is somebody else's
                room(
                    "harbor.paymentssandbox",
                    in("harbor.kit.service..", "harbor.kit.bff..", "harbor.kit.client..")
                        .or(in("harbor.*.v1", "io.grpc..", "com.linecorp.."))
                        .or(in(JDBC))
                        .or(ofAny(PROCESSES))
                        .or(of("harbor.media"))),
                // each process can run alone
                new Room(
                    "harbor.allinone",
                    noClasses()
                        .that(in("harbor..").and(notIn("harbor.allinone..", "harbor.bench..")))
                        .should()
                        .dependOnClassesThat(in("harbor.allinone.."))),
                new Room(
                    "harbor.bench",
                    noClasses()
                        .that(in("harbor..").and(notIn("harbor.bench..")))
                        .should()
                        .dependOnClassesThat(in("harbor.bench..")))),
            CORES.stream()
                .map(
                    name ->
                        room(
                            "harbor." + name,
                            in("harbor.kit.bff..", "com.linecorp..")
                                .or(ofAny(others(CORES, name)))
                                .or(ofAny(BFFS)))),
            BFFS.stream()
                .map(
                    name ->
                        room(
                            "harbor." + name,
                            in("harbor.kit.service..")
                                .or(in(JDBC))
                                .or(ofAny(CORES))
                                .or(ofAny(others(BFFS, name))))))
        .flatMap(all -> all)
        .toList();
  }

  /** Whose own classes use none of these. */
  private static Room room(String root, DescribedPredicate<JavaClass> forbidden) {
    return new Room(root, noClasses().that(of(root)).should().dependOnClassesThat(forbidden));
  }

  static Stream<ArchRule> rules() {
    return Stream.concat(
        rooms().stream().map(Room::rule),
        Stream.of(
            noClasses()
                .that(in("harbor.type.v1"))
                .should()
                .dependOnClassesThat(in("harbor..").and(notIn("harbor.type.v1")))
                .because("what contracts have in common knows no shop"),
            noClasses()
                .that(in("harbor.type.v1").and(notNamed("Grpc")))
                .should()
                .dependOnClassesThat(in("io.grpc.."))
                .because("messages are data, however they are sent"),
            noClasses()
                .that(in(GENERATED))
                .should()
                .dependOnClassesThat(in("harbor..").and(notIn(GENERATED)))
                .because("contracts know nobody who keeps them"),
            noClasses()
                .that(ofAny(CORES).or(in("harbor.kit..", "harbor.clients..", "harbor.importer..")))
                .should()
                .dependOnClassesThat(of("harbor.screens"))
                .because("only BFFs share screens"),
            slices().matching("harbor.importer.(*)..").should().beFreeOfCycles(),
            noClasses().that(ofAny(PROCESSES)).should().dependOnClassesThat(of("harbor.media")),
            noClasses()
                .that(in("harbor..").and(notIn("harbor.identitydev..", "harbor.allinone..")))
                .should()
                .dependOnClassesThat(of("harbor.identitydev"))
                .because("whoever can reach the development provider is whom they say they are"),
            noClasses()
                .that(in("harbor..").and(notIn("harbor.identitydev..")))
                .should()
                .dependOnClassesThat(in("no.nav.security..", "okhttp3..", "kotlin..")),
            noClasses()
                .that(in("harbor..").and(notIn("harbor.paymentssandbox..", "harbor.allinone..")))
                .should()
                .dependOnClassesThat(of("harbor.paymentssandbox"))
                .because("its money is not real: only all-in-one and tests start it"),
            noClasses()
                .that(in("harbor..").and(notIn("harbor.observability..")))
                .should()
                .dependOnClassesThat(in("io.opentelemetry.sdk..", "io.opentelemetry.exporter.."))
                .because("only observability touches the OpenTelemetry SDK"),
            noClasses()
                .that(
                    ofAny(PROCESSES)
                        .or(of("harbor.screens"))
                        .and(
                            notNamed(
                                "Service", "Client", "Views", "Screen", "Screens", "Requests")))
                .should()
                .callMethodWhere(owner(in(GENERATED).and(messages())))
                .because(
                    "only *Service, *Client, *Views, *Requests and screens touch generated"
                        + " protobuf"),
            noClasses()
                .that(ofAny(CORES).and(notStartingWith("Postgres")))
                .should()
                .dependOnClassesThat(in("java.sql..", "org.jdbi..", "org.postgresql.."))
                .because("only Postgres* touches SQL"),
            noClasses()
                .that(in("harbor..").and(notFullyNamed("harbor.kit.runtime.Environment")))
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .because("settings come through Environment"),
            noClasses()
                .that(in("harbor..").and(notIn("harbor.bench..")))
                .should()
                .callMethodWhere(
                    describe("startUnchecked", call -> call.getName().equals("startUnchecked")))
                .because("only a benchmark takes calls of anybody"),
            classes()
                .that()
                .haveSimpleNameEndingWith("Util")
                .or()
                .haveSimpleNameEndingWith("Utils")
                .or()
                .haveSimpleNameEndingWith("Helper")
                .or()
                .haveSimpleNameEndingWith("Manager")
                .or()
                .haveSimpleNameEndingWith("Impl")
                .should()
                .resideInAnyPackage("none")
                .allowEmptyShould(true)));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void code_keepsTo(ArchRule rule) {
    rule.check(ALL);
  }

  @Test
  void rules_findATrespasser() {
    JavaClasses trespasser = new ClassFileImporter().importClasses(Trespasser.class);

    ArchRule environment = noClasses().should().callMethod(System.class, "getenv", String.class);
    ArchRule jdbc = noClasses().should().dependOnClassesThat(in(JDBC));
    ArchRule generated = noClasses().should().callMethodWhere(owner(in(GENERATED).and(messages())));

    assertThat(environment.evaluate(trespasser).hasViolation()).isTrue();
    assertThat(jdbc.evaluate(trespasser).hasViolation()).isTrue();
    assertThat(generated.evaluate(trespasser).hasViolation()).isTrue();
  }

  @Test
  void everyModule_isInARoom() throws IOException {
    assertThat(strays(Path.of(System.getProperty("harbor.root")))).isEmpty();
    assertThat(strays(ALL)).isEmpty();
  }

  /** What is not packed, or only for benchmarks, is nowhere that it could be used from. */
  @Test
  void everyPackage_isSeenByTheRules() throws IOException {
    Set<String> seen = ALL.stream().map(JavaClass::getPackageName).collect(toSet());

    assertThat(packages(Path.of(System.getProperty("harbor.root"))))
        .filteredOn(
            name -> !name.startsWith("harbor.bench") && !name.equals("harbor.media.drawing"))
        .hasSizeGreaterThan(50)
        .isSubsetOf(seen);
  }

  @Test
  void aModuleOrAPackage_thatIsInNoRoom_isNamed(@TempDir Path root) throws IOException {
    Files.writeString(root.resolve("pom.xml"), pomOf("storefront"));
    Path sources = Files.createDirectories(root.resolve("storefront/src/main/java/harbor/shop"));
    Files.writeString(sources.resolve("Shop.java"), "package harbor.shop;");
    Files.writeString(root.resolve("storefront/pom.xml"), pomOf("api"));
    Files.createDirectories(root.resolve("storefront/api/src/main/java/harbor/catalogue"));
    Files.writeString(root.resolve("storefront/api/pom.xml"), "<project/>");
    Files.writeString(
        root.resolve("storefront/api/src/main/java/harbor/catalogue/Api.java"),
        "package harbor.catalogue;");

    assertThat(strays(root)).containsExactly("harbor.shop", "harbor.catalogue");
    assertThat(strays(new ClassFileImporter().importClasses(Trespasser.class)))
        .containsExactly("harbor.e2e.fixture");
  }

  private static String pomOf(String module) {
    return "<project><modules><module>%s</module></modules></project>".formatted(module);
  }

  /** The packages of the modules below a folder that are in no room. */
  private static List<String> strays(Path folder) throws IOException {
    return strays(packages(folder).stream());
  }

  private static List<String> packages(Path folder) throws IOException {
    List<String> packages = new ArrayList<>();
    for (Path module : Reactor.modules(folder)) {
      packages.addAll(Reactor.packages(module));
    }
    return packages;
  }

  private static List<String> strays(JavaClasses classes) {
    return strays(classes.that(notIn(GENERATED)).stream().map(JavaClass::getPackageName));
  }

  private static List<String> strays(Stream<String> packages) {
    List<Room> rooms = rooms();
    return packages
        .distinct()
        .filter(name -> rooms.stream().noneMatch(room -> room.has(name)))
        .toList();
  }

  private static List<String> others(List<String> names, String name) {
    return names.stream().filter(other -> !other.equals(name)).toList();
  }

  /** The own classes of these modules. */
  private static DescribedPredicate<JavaClass> ofAny(List<String> names) {
    return names.stream()
        .map(name -> of("harbor." + name))
        .reduce((one, other) -> one.or(other))
        .orElseThrow();
  }

  /** A module's own classes: its package and those below it, but not the generated ones. */
  private static DescribedPredicate<JavaClass> of(String root) {
    return in(root + "..").and(notIn(GENERATED));
  }

  /** Contracts of the shop: all but what contracts have in common. */
  private static DescribedPredicate<JavaClass> shop() {
    return in(GENERATED).and(notIn("harbor.type.v1"));
  }

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaClass> notIn(String... packages) {
    return DescribedPredicate.not(resideInAnyPackage(packages));
  }

  /** Stubs and method descriptors are how clients are made; messages are what must not spread. */
  private static DescribedPredicate<JavaClass> messages() {
    return describe("messages", type -> type.isAssignableTo("com.google.protobuf.MessageLite"));
  }

  private static DescribedPredicate<JavaCall<?>> owner(DescribedPredicate<JavaClass> predicate) {
    return describe(
        "on " + predicate.getDescription(), call -> predicate.test(call.getTargetOwner()));
  }

  private static DescribedPredicate<JavaClass> notNamed(String... endings) {
    return describe(
        "not named *" + List.of(endings),
        type ->
            Stream.of(endings)
                .noneMatch(ending -> outermost(type).getSimpleName().endsWith(ending)));
  }

  private static DescribedPredicate<JavaClass> notStartingWith(String beginning) {
    return describe(
        "not named " + beginning + "*",
        type -> !outermost(type).getSimpleName().startsWith(beginning));
  }

  private static DescribedPredicate<JavaClass> notFullyNamed(String name) {
    return describe("not " + name, type -> !type.getFullName().equals(name));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }
}
