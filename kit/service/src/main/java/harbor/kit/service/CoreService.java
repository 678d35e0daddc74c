package harbor.kit.service;

/** A running core service; closing it ends what is under way and frees its port and connections. */
public interface CoreService extends AutoCloseable {
  /** The gRPC port that it listens on. */
  int port();

  @Override
  void close();
}
