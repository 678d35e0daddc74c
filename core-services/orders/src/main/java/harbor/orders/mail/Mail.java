package harbor.orders.mail;

import java.time.Instant;

/**
 * A rendered message.
 *
 * @param messageId as it stands in the header, without brackets; the same whenever it is sent again
 * @param receiver a mail address
 * @param writtenAt the same whenever it is sent again
 */
public record Mail(
    String messageId, String receiver, String subject, String body, Instant writtenAt) {}
