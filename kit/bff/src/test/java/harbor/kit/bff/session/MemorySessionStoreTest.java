package harbor.kit.bff.session;

/** The contract, in memory. */
class MemorySessionStoreTest extends SessionStoreContract {
  private final SessionStore store = new MemorySessionStore(NOW::get);

  @Override
  SessionStore store() {
    return store;
  }
}
