package harbor.users;

/** The service as a process of its own. */
public final class UsersMain {
  private UsersMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Users.PROCESS.run();
  }
}
