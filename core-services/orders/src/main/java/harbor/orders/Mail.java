package harbor.orders;

/**
 * A rendered message.
 *
 * @param messageId as it stands in the header, without brackets; the same whenever it is sent again
 * @param receiver a mail address
 */
record Mail(String messageId, String receiver, String subject, String body) {}
