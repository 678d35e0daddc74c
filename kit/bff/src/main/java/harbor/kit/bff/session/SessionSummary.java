package harbor.kit.bff.session;

import java.time.Instant;

/**
 * A session as its person sees it.
 *
 * @param id its {@link Session#handle}
 * @param frontend where they signed in
 * @param createdAt when they signed in
 * @param activeAt when they last did something, to the minute
 * @param endsAt when it ends whatever happens
 */
public record SessionSummary(
    String id, String frontend, Instant createdAt, Instant activeAt, Instant endsAt) {}
