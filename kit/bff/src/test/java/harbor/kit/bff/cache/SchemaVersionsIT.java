package harbor.kit.bff.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Parser;
import harbor.kit.bff.cache.load.ReadCache;
import harbor.kit.bff.cache.metrics.CacheState;
import harbor.kit.bff.cache.shared.RedisSharedStore;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.redis.Redis;
import harbor.kit.bff.redis.TestRedis;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import io.grpc.Deadline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A message goes from its second version to its third and back, while processes of both versions
 * run beside each other over one Redis.
 */
class SchemaVersionsIT {
  private static final int READS = 100_000;
  private static final int THREADS = 4;
  private static final int IDS = 50;
  private static final int READS_A_MILLI = 20;

  /** Which versions the two processes have, one after the other. */
  private static final List<List<Integer>> ROLLOUT =
      List.of(List.of(2, 2), List.of(2, 3), List.of(3, 3), List.of(3, 2), List.of(2, 2));

  /** So long every load takes at least. */
  private static final Executor A_MILLI_LATER =
      CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);

  private static TestRedis server;
  private static Redis redis;
  private static ScheduledExecutorService loop;

  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final AtomicLong sharedHits = new AtomicLong();
  private final AtomicLong refreshes = new AtomicLong();

  @BeforeAll
  static void start() {
    server = TestRedis.start();
    redis = Redis.open(server.settings());
    loop = Executors.newSingleThreadScheduledExecutor();
    await().until(redis::isUp);
  }

  @AfterAll
  static void stop() {
    loop.shutdownNow();
    redis.close();
    server.close();
  }

  @Test
  void answers_haveTheSchemaOfWhoeverAsks() {
    rollOut(message -> SchemaFingerprint.of(message, ByteString.EMPTY));

    assertThat(wrong).hasValue(0);
    assertThat(sharedHits).hasPositiveValue();
    assertThat(refreshes).hasPositiveValue();
  }

  @Test
  void answers_haveTheSchemaOfWhoeverLoaded_whenItIsNotInTheKey() {
    rollOut(_ -> "000000000000");

    assertThat(wrong).hasPositiveValue();
  }

  private void rollOut(Function<Descriptor, String> fingerprint) {
    server.ask(connection -> connection.sync().flushall());
    for (List<Integer> versions : ROLLOUT) {
      List<Bff> processes = versions.stream().map(each -> new Bff(each, fingerprint)).toList();
      read(processes, READS / ROLLOUT.size());
      processes.forEach(Bff::count);
    }
    assertThat(reads).hasValue(READS);
  }

  private void read(List<Bff> processes, int times) {
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      List<CompletableFuture<Void>> running =
          IntStream.range(0, THREADS)
              .mapToObj(
                  thread ->
                      CompletableFuture.runAsync(
                          () -> {
                            Bff process = processes.get(thread % processes.size());
                            for (int i = 0; i < times / THREADS; i++) {
                              process.read("id" + ThreadLocalRandom.current().nextInt(IDS));
                            }
                          },
                          threads))
              .toList();
      running.forEach(CompletableFuture::join);
    }
  }

  /** A process whose message has a version. */
  private final class Bff {
    private final Descriptor message;
    private final Caches caches;
    private final ReadCache<DynamicMessage> cache;

    Bff(int version, Function<Descriptor, String> fingerprint) {
      message = product(version);
      caches =
          new Caches(
              "test-bff",
              true,
              Optional.of(new RedisSharedStore(redis)),
              new SimpleMeterRegistry(),
              // time that passes by being asked: what expires does so whatever the machine does
              () -> 1_780_000_000_000L + reads.get() / READS_A_MILLI,
              () -> ThreadLocalRandom.current().nextLong());
      CachePolicy policy =
          CachePolicy.of("test.product").ttl(ofMillis(50)).staleIfError(ofSeconds(1)).shared();
      Parser<DynamicMessage> parser = DynamicMessage.getDefaultInstance(message).getParserForType();
      cache =
          caches.of(
              policy,
              fingerprint.apply(message),
              parser,
              // what costs nothing is never loaded early
              _ -> CompletableFuture.supplyAsync(this::made, A_MILLI_LATER),
              null);
    }

    private DynamicMessage made() {
      DynamicMessage.Builder made = DynamicMessage.newBuilder(message);
      message.getFields().forEach(field -> made.setField(field, field.getName()));
      return made.build();
    }

    void read(String id) {
      RequestScope scope =
          RequestScope.open(
              ofSeconds(30),
              new CorrelationId("correlation-1"),
              Caller.ANONYMOUS,
              Context.root(),
              Deadline.getSystemTicker(),
              loop);
      CompletableFuture<DynamicMessage> answer = new CompletableFuture<>();
      scope
          .context()
          .run(
              () -> {
                var _ = cache.get(id).thenAccept(answer::complete);
              });
      if (!answer.orTimeout(30, TimeUnit.SECONDS).join().equals(made())) {
        wrong.incrementAndGet();
      }
      scope.close();
      reads.incrementAndGet();
    }

    void count() {
      CacheState.Counts counts = caches.states().getFirst().counts();
      sharedHits.addAndGet(counts.sharedHits());
      refreshes.addAndGet(counts.refreshes());
    }
  }

  /** With as many fields as its version. */
  private static Descriptor product(int version) {
    DescriptorProto.Builder product = DescriptorProto.newBuilder().setName("Product");
    for (int number = 1; number <= version; number++) {
      product.addField(
          FieldDescriptorProto.newBuilder()
              .setName("field" + number)
              .setNumber(number)
              .setType(FieldDescriptorProto.Type.TYPE_STRING)
              .setLabel(Label.LABEL_OPTIONAL));
    }
    try {
      return FileDescriptor.buildFrom(
              FileDescriptorProto.newBuilder()
                  .setName("shop.proto")
                  .setPackage("shop")
                  .setSyntax("proto3")
                  .addMessageType(product)
                  .build(),
              new FileDescriptor[0])
          .findMessageTypeByName("Product");
    } catch (DescriptorValidationException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
