package harbor.kit.service;

import java.util.List;

/**
 * What became of one batch of imported rows.
 *
 * @param created rows that were new
 * @param updated rows that were there and changed
 * @param unchanged rows that were there and already said the same
 * @param refused rows that were not stored, in the order of the request
 */
public record ImportOutcome(int created, int updated, int unchanged, List<Refused> refused) {
  /** Copies the list. */
  public ImportOutcome {
    refused = List.copyOf(refused);
  }

  /**
   * One refused row.
   *
   * @param index position in the request, from 0
   * @param field the field at fault, in snake_case
   * @param description what is wrong, one sentence
   */
  public record Refused(int index, String field, String description) {}

  /**
   * The outcome of an upsert.
   *
   * @param sent rows that were sent to the database, each key once
   * @param written for each row that was written: whether it was new
   */
  public static ImportOutcome ofUpsert(int sent, List<Boolean> written, List<Refused> refused) {
    int created = (int) written.stream().filter(isNew -> isNew).count();
    return new ImportOutcome(created, written.size() - created, sent - written.size(), refused);
  }
}
