package harbor.clients;

import com.google.protobuf.Message;
import harbor.kit.client.Channels;
import io.grpc.MethodDescriptor;
import java.util.concurrent.CompletableFuture;

/** A service that answers everything with one message. */
record OneAnswer(Message message) implements Channels {
  @Override
  public String service() {
    return "test";
  }

  @Override
  @SuppressWarnings("unchecked") // the test knows what it asks for
  public <Q extends Message, A extends Message> CompletableFuture<A> send(
      MethodDescriptor<Q, A> method, Q request) {
    return CompletableFuture.completedFuture((A) message);
  }
}
