package harbor.e2e.money;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of keys, on a page. A key belongs to its owner and to its request; what was decided
 * under it is said again. A cart has one order that is not refused. Calls that are made at the same
 * time are answered as if they had been made one after the other, in whichever order.
 *
 * @param requests what came first under a key
 * @param answers what was decided under it
 * @param ordered the order of a cart that has one
 */
record KeysModel(
    Map<String, String> requests, Map<String, String> answers, Map<String, String> ordered) {
  /** Nothing was asked yet. */
  static KeysModel empty() {
    return new KeysModel(Map.of(), Map.of(), Map.of());
  }

  KeysModel {
    requests = Map.copyOf(requests);
    answers = Map.copyOf(answers);
    ordered = Map.copyOf(ordered);
  }

  /**
   * A call and its answer.
   *
   * @param offer of a cart of its own
   * @param isOwn whether the offer was made to the caller
   */
  record Call(String caller, String key, String offer, boolean isOwn, String card, String answer) {
    private String owned() {
      return caller + " " + key;
    }

    private String request() {
      return offer + " " + card;
    }

    private boolean isDeclined() {
      return card.equals("tok_decline");
    }
  }

  /** What is known after these calls at the same time; empty when the rules do not allow them. */
  Optional<KeysModel> after(List<Call> together) {
    if (together.isEmpty()) {
      return Optional.of(this);
    }
    for (Call first : together) {
      List<Call> others = new ArrayList<>(together);
      others.remove(first);
      Optional<KeysModel> end = after(first, others).flatMap(next -> next.after(others));
      if (end.isPresent()) {
        return end;
      }
    }
    return Optional.empty();
  }

  private Optional<KeysModel> after(Call call, List<Call> others) {
    if (requests.containsKey(call.owned())) {
      String expected =
          requests.getOrDefault(call.owned(), "").equals(call.request())
              ? answers.getOrDefault(call.owned(), "")
              : "IDEMPOTENCY_KEY_REUSED";
      return expected.equals(call.answer()) ? Optional.of(this) : Optional.empty();
    }
    if (!call.isOwn()) {
      // Nothing was decided: the key is free.
      return call.answer().equals("UNKNOWN_OFFER") ? Optional.of(this) : Optional.empty();
    }
    String order = ordered.getOrDefault(call.offer(), "");
    if (!order.isEmpty()) {
      return call.answer().equals("CART_ORDERED " + order) ? noted(call) : Optional.empty();
    }
    // An order that is refused in the end has the cart until then.
    boolean isTaken =
        others.stream().anyMatch(other -> other.offer().equals(call.offer()) && other.isDeclined());
    if (isTaken && call.answer().startsWith("CART_ORDERED ")) {
      return noted(call);
    }
    if (call.isDeclined()) {
      return call.answer().equals("PAYMENT_DECLINED") ? noted(call) : Optional.empty();
    }
    return call.answer().startsWith("order ") && !ordered.containsValue(id(call))
        ? noted(call)
        : Optional.empty();
  }

  private Optional<KeysModel> noted(Call call) {
    Map<String, String> nextRequests = new HashMap<>(requests);
    nextRequests.put(call.owned(), call.request());
    Map<String, String> nextAnswers = new HashMap<>(answers);
    nextAnswers.put(call.owned(), call.answer());
    Map<String, String> nextOrdered = new HashMap<>(ordered);
    if (call.answer().startsWith("order ")) {
      nextOrdered.put(call.offer(), id(call));
    }
    return Optional.of(new KeysModel(nextRequests, nextAnswers, nextOrdered));
  }

  private static String id(Call call) {
    return call.answer().substring("order ".length());
  }
}
