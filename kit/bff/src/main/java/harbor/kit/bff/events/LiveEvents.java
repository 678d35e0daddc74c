package harbor.kit.bff.events;

import com.google.protobuf.Message;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.client.Caller;
import java.util.List;
import java.util.function.Function;

/**
 * Declares a stream of events: the keys that a client names, the states of each, and the view that
 * they become.
 *
 * @param <C> what the view depends on besides: something with {@code equals} and {@code toString}
 * @param parameter the query parameter that names the keys, one each time it stands there
 * @param sources of the states
 * @param event the type of the events, for instance {@code product}
 * @param type the view's default instance
 * @param idField the view's string field that the event's id goes into; only in protobuf, the other
 *     form has a place of its own for it
 * @param reader reads from a request what the view depends on, for instance the language
 * @param view made of the states of a key; pure
 * @param isAlsoProtobuf whether clients may have it as protobuf
 * @param audience who may have it: a stream of somebody who has signed in ends when they are not
 *     any more
 */
public record LiveEvents<C>(
    String parameter,
    List<LiveSource<?>> sources,
    String event,
    Message type,
    String idField,
    Function<ServiceRequestContext, C> reader,
    View<C> view,
    boolean isAlsoProtobuf,
    Audience audience) {
  /** Makes the view of a key. */
  @FunctionalInterface
  public interface View<C> {
    /** The view of these states; what is not known is absent. */
    Message of(String key, States states, C reader);
  }

  /** Who may have it. */
  public enum Audience {
    /** Everybody. */
    ANYBODY,
    /** Guests and users, each what is theirs: a key stands for whose it is and the id. */
    OWNER,
    /** Users who have signed in. */
    USER
  }

  /** Copies the list. */
  public LiveEvents {
    sources = List.copyOf(sources);
  }

  /** One for everybody. */
  public LiveEvents(
      String parameter,
      List<LiveSource<?>> sources,
      String event,
      Message type,
      String idField,
      Function<ServiceRequestContext, C> reader,
      View<C> view,
      boolean isAlsoProtobuf) {
    this(parameter, sources, event, type, idField, reader, view, isAlsoProtobuf, Audience.ANYBODY);
  }

  /**
   * The same for users who have signed in: {@link harbor.kit.bff.session.Identified#of} tells the
   * reader who asks.
   */
  public LiveEvents<C> signedIn() {
    return of(Audience.USER);
  }

  /**
   * The same of what belongs to whoever asks, a guest or a user: its sources tell of keys {@code
   * <subject> <id>} ({@link harbor.kit.client.Caller#subject}); its view is made of the id.
   */
  public LiveEvents<C> owned() {
    return of(Audience.OWNER);
  }

  private LiveEvents<C> of(Audience other) {
    return new LiveEvents<>(
        parameter, sources, event, type, idField, reader, view, isAlsoProtobuf, other);
  }

  /** The key of what a client names. */
  String key(Caller caller, String id) {
    return audience == Audience.OWNER ? caller.subject() + " " + id : id;
  }

  /** The id that a client named. */
  String id(String key) {
    return audience == Audience.OWNER ? key.substring(key.indexOf(' ') + 1) : key;
  }
}
