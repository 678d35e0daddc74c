/**
 * What every caller of a core service needs: reads, writes and streams of changes as data, made by
 * one class per service and sent by whoever has channels to it.
 *
 * <p>Start reading at {@link harbor.kit.client.Caller}.
 */
@NullMarked
package harbor.kit.client;

import org.jspecify.annotations.NullMarked;
