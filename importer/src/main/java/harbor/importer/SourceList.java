package harbor.importer;

import harbor.importer.client.CoreClients;
import harbor.importer.progress.ImportEnded;
import harbor.importer.sending.RowCounts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The products of a source, of which a file is the whole list: what the file does not name is
 * withdrawn once all of it was read. A row that was refused names its product, too.
 *
 * <p>The ids of the file are kept, some 100 bytes each. Whoever ends in the middle leaves some
 * products withdrawn and others for sale, each of them wholly; the same file again withdraws the
 * others.
 */
final class SourceList {
  /** What a call takes. */
  private static final int MAX_IDS = 1_000;

  /** Of the products of the source, at most one in so many is withdrawn unless more is allowed. */
  private static final int GUARD = 10;

  private final Source source;
  private final Set<String> named = new HashSet<>();
  private long nameless;

  /**
   * Where a file's products come from.
   *
   * @param name empty: nowhere in particular
   * @param isComplete whether the file is the whole list
   * @param withdrawUpTo so many products may be withdrawn; empty: a tenth of the source's
   */
  record Source(String name, boolean isComplete, OptionalInt withdrawUpTo) {
    /** Nowhere in particular. */
    static final Source NONE = new Source("", false, OptionalInt.empty());
  }

  /** A list of which nothing was read yet. */
  SourceList(Source source) {
    this.source = source;
  }

  /** Empty for none. */
  String name() {
    return source.name();
  }

  /** A row of the file, whether it can be stored or not. */
  void names(String productId) {
    if (!source.isComplete()) {
      return;
    }
    if (productId.isBlank()) {
      nameless++;
    } else {
      named.add(productId.strip());
    }
  }

  /** All was read: withdraws what was not named; throws {@link ImportEnded} when that is a lot. */
  void withdrawOthers(CoreClients clients, RowCounts counts) {
    if (!source.isComplete()) {
      return;
    }
    if (nameless > 0) {
      throw new ImportEnded(
          "nothing is withdrawn: %,d rows have no id, so that nobody knows which products they are"
              .formatted(nameless));
    }
    List<String> others = new ArrayList<>();
    int[] all = {0};
    clients.productsOf(
        source.name(),
        id -> {
          all[0]++;
          if (!named.contains(id)) {
            others.add(id);
          }
        });
    if (others.size() > source.withdrawUpTo().orElse(all[0] / GUARD)) {
      throw new ImportEnded(
          "nothing is withdrawn: %,d of %,d products of source %s are not in the file; if that is right, say --withdraw-up-to %d"
              .formatted(others.size(), all[0], source.name(), others.size()));
    }
    int withdrawn = 0;
    for (int from = 0; from < others.size(); from += MAX_IDS) {
      withdrawn += clients.withdraw(others.subList(from, Math.min(others.size(), from + MAX_IDS)));
    }
    counts.say(
        "%,d products of source %s are not in the file and are withdrawn"
            .formatted(withdrawn, source.name()));
  }
}
