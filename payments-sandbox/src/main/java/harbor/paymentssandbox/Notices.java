package harbor.paymentssandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends notices of new entries to the merchant: signed, each again until it is taken, five times at
 * most. Which come early, late, doubled or out of order is the card's matter. What was not sent
 * when the process ends is never sent: merchants must not depend on it. Thread-safe.
 *
 * <p>The header {@code Provider-Signature: t=<seconds>,v1=<hex>} holds the time of sending and the
 * HMAC-SHA256 over {@code <seconds>.<body>}.
 */
final class Notices implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Notices.class);
  private static final int MAX_TRIES = 5;
  private static final int DOUBLED = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final URI address;
  private final byte[] secret;
  private final Duration late;
  private final InstantSource clock;
  private final HttpClient client;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("payments-sandbox-notices-", 0).factory());

  /** Notices that wait for a later one to overtake them. */
  private final List<Entry> overtaken = new ArrayList<>();

  Notices(URI address, String secret, Duration late, InstantSource clock) {
    this.address = address;
    this.secret = secret.getBytes(UTF_8);
    this.late = late;
    this.clock = clock;
    this.client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  }

  /** What is sent: the id is the same for the same entry. */
  private record Notice(String id, Entry entry) {}

  /** Before an ending is answered. */
  void beforeAnswer(Books.Ending ending) {
    if (!ending.replayed() && ending.card() == TestCard.NOTICE_EARLY) {
      send(ending.entry(), MAX_TRIES);
    }
  }

  /** After it was answered, or would have been. */
  void afterAnswer(Books.Ending ending) {
    if (ending.replayed()) {
      return;
    }
    switch (ending.card()) {
      case NOTICE_EARLY -> {}
      case NOTICE_LATE -> later(ending.entry(), 1, late);
      case NOTICE_DOUBLED -> {
        for (int i = 0; i < DOUBLED; i++) {
          later(ending.entry(), 1, Duration.ZERO);
        }
      }
      case NOTICE_REORDERED -> reordered(ending.entry());
      default -> later(ending.entry(), 1, Duration.ZERO);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    client.shutdownNow();
  }

  private void reordered(Entry entry) {
    List<Entry> due = new ArrayList<>();
    synchronized (overtaken) {
      if (overtaken.stream().noneMatch(known -> known.reference().equals(entry.reference()))) {
        overtaken.add(entry);
        return;
      }
      due.add(entry);
      overtaken.stream()
          .filter(known -> known.reference().equals(entry.reference()))
          .forEach(due::add);
      overtaken.removeAll(due);
    }
    timer.execute(() -> due.forEach(one -> send(one, 1)));
  }

  private void later(Entry entry, int attempt, Duration delay) {
    var _ = timer.schedule(() -> send(entry, attempt), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void send(Entry entry, int attempt) {
    byte[] body = Json.bytes(new Notice("nt_" + entry.number(), entry));
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .timeout(TIMEOUT)
              .header("Content-Type", "application/json")
              .header("Provider-Signature", signature(body))
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status == 200) {
        return;
      }
      log.debug("The notice of entry {} was answered with {}", entry.number(), status);
    } catch (IOException e) {
      log.debug("The notice of entry {} could not be sent: {}", entry.number(), e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    if (attempt < MAX_TRIES && !timer.isShutdown()) {
      later(entry, attempt + 1, Duration.ofSeconds(1L << attempt));
    }
  }

  private String signature(byte[] body) {
    long seconds = clock.instant().getEpochSecond();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((seconds + ".").getBytes(UTF_8));
      return "t=%d,v1=%s".formatted(seconds, HexFormat.of().formatHex(mac.doFinal(body)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }
}
