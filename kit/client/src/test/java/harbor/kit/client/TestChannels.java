package harbor.kit.client;

import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Value;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A service that knows a text by each id but those that begin with {@code un}, and fails for {@code
 * broken}; for {@code wrong} it answers another one, and in a batch {@code twice} stands twice. It
 * notes what it is asked, and which caches are opened.
 */
final class TestChannels implements Channels {
  static final MethodDescriptor<StringValue, StringValue> GET =
      method("Get", true, StringValue.getDefaultInstance(), StringValue.getDefaultInstance());
  static final MethodDescriptor<ListValue, ListValue> BATCH_GET =
      method("BatchGet", true, ListValue.getDefaultInstance(), ListValue.getDefaultInstance());
  static final MethodDescriptor<StringValue, StringValue> ADD =
      method("Add", false, StringValue.getDefaultInstance(), StringValue.getDefaultInstance());

  /** Each call: its method and what was asked. */
  final List<String> sent = new ArrayList<>();

  /** The names of the caches that were opened. */
  final List<String> caches = new ArrayList<>();

  private @Nullable Direct<StringValue> service;

  /** By id, without a batch. */
  Lookup<StringValue, String> words() {
    return lookup(GET, StringValue::of, StringValue::getValue);
  }

  /** By id, two in a batch. */
  Lookup<StringValue, String> batched() {
    return batched(words());
  }

  /** By id, two in a batch, each of them checked. */
  Lookup<StringValue, String> checked() {
    return batched(lookup(GET, StringValue::of, TestChannels::check, StringValue::getValue));
  }

  /** A word is its id, and never bad. */
  static void check(String id, StringValue word) {
    if (!word.getValue().equals(id) || id.equals("bad")) {
      throw InvalidAnswer.of("value", word.getValue(), id);
    }
  }

  /** What a cache in front of it asks. */
  Direct<StringValue> serviceBehindCacheOf(Lookup<StringValue, String> words) {
    words.cached(CachePolicy.of("words.word")).open();
    return Objects.requireNonNull(service);
  }

  private static Lookup<StringValue, String> batched(Lookup<StringValue, String> words) {
    return words.batched(
        2,
        BATCH_GET,
        TestChannels::ids,
        ListValue::getValuesList,
        Value::getStringValue,
        value -> StringValue.of(value.getStringValue()));
  }

  @Override
  public String service() {
    return "words";
  }

  @Override
  public <A extends Message> ById<A> cached(
      CachePolicy policy,
      MethodDescriptor<?, A> method,
      Function<String, ? extends Message> request,
      Direct<A> direct) {
    caches.add(policy.name());
    service =
        new Direct<>(
            id -> direct.get(id).thenApply(StringValue.class::cast),
            new BatchLoad<>(
                2,
                BATCH_GET,
                ids ->
                    direct
                        .getAll(ids)
                        .thenApply(
                            found -> {
                              Map<String, StringValue> words = new HashMap<>();
                              found.forEach((id, word) -> words.put(id, (StringValue) word));
                              return words;
                            })));
    return direct;
  }

  @Override
  @SuppressWarnings("unchecked") // both methods answer what they are asked with
  public <Q extends Message, A extends Message> CompletableFuture<A> send(
      MethodDescriptor<Q, A> method, Q request) {
    List<String> ids =
        request instanceof ListValue list
            ? list.getValuesList().stream().map(Value::getStringValue).toList()
            : List.of(((StringValue) request).getValue());
    sent.add(method.getBareMethodName() + " " + String.join(",", ids));
    if (ids.contains("broken")) {
      return CompletableFuture.failedFuture(Status.UNAVAILABLE.asRuntimeException());
    }
    if (request instanceof ListValue) {
      return CompletableFuture.completedFuture(
          (A)
              ids(
                  ids.stream()
                      .filter(TestChannels::isKnown)
                      .flatMap(
                          id ->
                              id.equals("twice")
                                  ? Stream.of(id, id)
                                  : Stream.of(id.equals("wrong") ? "other" : id))
                      .toList()));
    }
    return isKnown(ids.getFirst())
        ? CompletableFuture.completedFuture(
            (A) (ids.getFirst().equals("wrong") ? StringValue.of("other") : request))
        : CompletableFuture.failedFuture(Status.NOT_FOUND.asRuntimeException());
  }

  static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
      String name, boolean isSafe, Q request, A answer) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName("harbor.test.v1.Words/" + name)
        .setSafe(isSafe)
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(answer))
        .build();
  }

  private static boolean isKnown(String id) {
    return !id.startsWith("un");
  }

  private static ListValue ids(List<String> ids) {
    return ListValue.newBuilder()
        .addAllValues(
            ids.stream().map(id -> Value.newBuilder().setStringValue(id).build()).toList())
        .build();
  }
}
