package harbor.bench.cores;

import com.google.protobuf.ByteString;
import harbor.kit.runtime.Launcher;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A trace backend that takes spans and forgets them: {@code PORT}. Ends with standard input. */
public final class OtlpSinkMain {
  private OtlpSinkMain() {}

  /** Runs until its standard input ends; then says how much it has taken. */
  public static void main(String[] args) throws IOException {
    Launcher.prepare("bench-sink");
    AtomicLong taken = new AtomicLong();
    var _ =
        BytesServer.start(
            List.of(Integer.valueOf(args[0])),
            (_, request, call) -> {
              taken.addAndGet(request.size());
              call.sendHeaders(new Metadata());
              call.sendMessage(ByteString.EMPTY);
              call.close(Status.OK, new Metadata());
            });
    System.out.println("ready");
    // A line asks for the count.
    for (int read = System.in.read(); read >= 0; read = System.in.read()) {
      System.out.println("bytes of spans: " + taken.get());
    }
    System.exit(0);
  }
}
