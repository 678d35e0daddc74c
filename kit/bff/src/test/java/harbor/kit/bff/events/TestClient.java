package harbor.kit.bff.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest.FieldViolation;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.ResponseHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A client that takes events as fast as a test says, and reads them as a browser does. */
final class TestClient implements Subscriber<HttpObject> {
  private final List<String> chunks = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final Runnable taken;
  private @Nullable Subscription subscription;
  private @Nullable String lastId;
  private @Nullable Throwable failure;
  private boolean isComplete;

  /** A key and the versions that it was told, one a source. */
  record Event(String key, String versions) {
    int version() {
      return Integer.parseInt(versions);
    }
  }

  private TestClient(boolean isFast) {
    taken = isFast ? this::takesOne : () -> {};
  }

  /** Takes everything at once. */
  static TestClient fast() {
    return new TestClient(true);
  }

  /** Takes nothing but what {@link #takesOne} says. */
  static TestClient slow() {
    return new TestClient(false);
  }

  void takesOne() {
    Objects.requireNonNull(subscription).request(1);
  }

  void leaves() {
    Objects.requireNonNull(subscription).cancel();
  }

  List<Event> events() {
    return events;
  }

  /** Of all events the versions. */
  List<String> versions() {
    return events.stream().map(Event::versions).toList();
  }

  /** What was written at once. */
  List<String> chunks() {
    return chunks;
  }

  Optional<String> lastId() {
    return Optional.ofNullable(lastId);
  }

  boolean isComplete() {
    return isComplete;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void onSubscribe(Subscription s) {
    subscription = s;
    s.request(1);
  }

  @Override
  public void onNext(HttpObject object) {
    switch (object) {
      case ResponseHeaders _ -> {}
      case HttpData data -> {
        chunks.add(data.toStringUtf8());
        read(data.toStringUtf8());
      }
      default -> throw new AssertionError(object);
    }
    taken.run();
  }

  private void read(String text) {
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("id: ")) {
        lastId = line.substring(4);
      } else if (line.startsWith("data: ")) {
        events.add(event(line.substring(6)));
      }
    }
  }

  private static Event event(String json) {
    FieldViolation.Builder view = FieldViolation.newBuilder();
    try {
      JsonFormat.parser().merge(json, view);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(new String(json.getBytes(UTF_8), UTF_8), e);
    }
    return new Event(view.getField(), view.getDescription());
  }

  @Override
  public void onError(Throwable t) {
    failure = t;
  }

  @Override
  public void onComplete() {
    isComplete = true;
  }
}
