package harbor.kit.service.table;

import harbor.kit.service.call.PageToken.Page;
import harbor.type.v1.TableQuery;

/**
 * Pages of a {@link Table}. Thread-safe.
 *
 * @param <R> a row
 */
@FunctionalInterface
public interface TablePages<R> {
  /**
   * One page; throws the {@link harbor.kit.service.call.Failure} that says what is wrong with what
   * was asked.
   *
   * @param pageSize 1 to 200; 0 means 50
   * @param pageToken that a page gave; empty: the first one
   */
  Page<R> page(TableQuery query, int pageSize, String pageToken);
}
