package harbor.kit.bff.session;

/**
 * A person as the shop knows them.
 *
 * @param userId opaque, of {@link harbor.kit.client.Caller#isId its form}
 */
public record Account(String userId) {}
