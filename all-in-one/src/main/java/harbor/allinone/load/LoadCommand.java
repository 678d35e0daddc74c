package harbor.allinone.load;

import harbor.allinone.load.People.Account;
import harbor.allinone.load.People.Plan;
import harbor.identitydev.DevelopmentToken;
import harbor.identitydev.IdentityDev;
import harbor.kit.runtime.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code harbor load}: people at the running store. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:the store answered all of them",
      "1:nobody answers there",
      "2:some were answered by a fault of the store",
      "64:usage"
    },
    description = {
      "Lets people with phones and browsers look around and buy in the running development store.",
      "Some cards are declined. Each thinks before each step, so that a store is never flooded."
    })
public final class LoadCommand implements Callable<Integer> {
  private static final int ANSWERED = 0;
  private static final int NOBODY = 1;
  private static final int FAULTS = 2;
  private static final int USAGE = 64;
  private static final int MAX_USERS = 1_000;
  private static final Duration LINE_EVERY = Duration.ofSeconds(5);

  /** Whom the development provider knows. */
  private static final List<String> PERSONS = List.of("ada", "ben", "grace");

  @Option(names = "--users", description = "How many people; ${DEFAULT-VALUE}, at most 1000.")
  private int users = 50;

  @Option(names = "--minutes", description = "How long; ${DEFAULT-VALUE}.")
  private double minutes = 10;

  @Option(
      names = "--thinking",
      paramLabel = "SECONDS",
      description = "How long each of them thinks on average; ${DEFAULT-VALUE}, at least 0.2.")
  private double thinking = 4;

  @Option(
      names = "--seed",
      description = "Whoever has the same seed wants the same; ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Spec private @Nullable CommandSpec spec;

  private final Environment environment;

  /** With the settings of the store. */
  public LoadCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (users < 1 || users > MAX_USERS || minutes <= 0 || thinking < 0.2) {
      out.println(
          "There must be 1 to 1000 users, some minutes, and 0.2 seconds to think at least.");
      out.flush();
      return USAGE;
    }
    try {
      return run(plan(), out);
    } catch (IOException e) {
      out.println(e.getMessage());
      return NOBODY;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return NOBODY;
    } finally {
      out.flush();
    }
  }

  private Plan plan() throws IOException {
    URI issuer = IdentityDev.issuerOf(environment);
    List<Account> accounts = new ArrayList<>();
    for (String person : PERSONS) {
      accounts.add(new Account(person, DevelopmentToken.of(person, issuer)));
    }
    return new Plan(
        users,
        Duration.ofMillis(Math.round(thinking * 1_000)),
        seed,
        bff("HARBOR_WEB_BFF_PORT", 8080),
        bff("HARBOR_MOBILE_BFF_PORT", 8081),
        accounts);
  }

  private URI bff(String setting, int port) {
    return URI.create(
        "http://localhost:"
            + environment.all().getOrDefault(setting, Integer.toString(port)).strip());
  }

  private int run(Plan plan, PrintWriter out) throws InterruptedException {
    out.printf("%d people at %s and %s%n", users, plan.web(), plan.mobile());
    long start = System.nanoTime();
    Duration whole = Duration.ofMillis(Math.round(minutes * 60_000));
    Tally tally;
    try (People people = People.come(plan)) {
      tally = people.tally();
      for (Duration since = Duration.ZERO; since.compareTo(whole) < 0; ) {
        Duration left = whole.minus(since);
        Thread.sleep(left.compareTo(LINE_EVERY) < 0 ? left : LINE_EVERY);
        since = Duration.ofNanos(System.nanoTime() - start);
        out.println(tally.line(since));
        out.flush();
      }
    }
    out.println();
    tally.print(out);
    return tally.failed() == 0 ? ANSWERED : FAULTS;
  }
}
