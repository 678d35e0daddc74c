package harbor.allinone.load;

import harbor.allinone.load.Device.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Many people at a store: every other one has a phone, the others have browsers. The first ones
 * sign in, each as somebody else; the others are guests, and come again with another device.
 */
public final class People implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final List<Thread> threads = new ArrayList<>();
  private final Tally tally = new Tally();

  /**
   * Who they are and where they go.
   *
   * @param accounts who can sign in
   * @param seed of their random numbers
   */
  public record Plan(
      int users, Duration thinking, long seed, URI web, URI mobile, List<Account> accounts) {
    /** Copies the list. */
    public Plan {
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * Somebody who can sign in.
   *
   * @param person as the development provider knows them
   * @param token of their app
   */
  public record Account(String person, String token) {}

  private People() {}

  /** They come, and do not leave before it is closed. */
  public static People come(Plan plan) {
    People people = new People();
    SplittableRandom random = new SplittableRandom(plan.seed());
    for (int i = 0; i < plan.users(); i++) {
      int number = i;
      SplittableRandom own = random.split();
      people.threads.add(
          Thread.ofVirtual()
              .name("person-" + number)
              .start(() -> people.visitAgainAndAgain(plan, number, own)));
    }
    return people;
  }

  /** What came of it so far. */
  public Tally tally() {
    return tally;
  }

  private void visitAgainAndAgain(Plan plan, int number, SplittableRandom random) {
    Kind kind = number % 2 == 0 ? Kind.PHONE : Kind.BROWSER;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Device device =
            new Device(client, kind, kind == Kind.PHONE ? plan.mobile() : plan.web(), tally);
        if (number < plan.accounts().size()) {
          Account account = plan.accounts().get(number);
          if (kind == Kind.PHONE) {
            device.signsInWith(account.token());
          } else {
            device.signsInAs(account.person());
          }
        }
        new Shopper(random, device, plan.thinking()).visit();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** They leave, whatever they wait for. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    client.shutdownNow();
  }
}
