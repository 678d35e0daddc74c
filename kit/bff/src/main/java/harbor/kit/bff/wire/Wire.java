package harbor.kit.bff.wire;

import com.linecorp.armeria.server.ServerBuilder;
import io.netty.channel.ChannelPipeline;

/** Guards the connections of a server, before and behind its codecs. */
public final class Wire {
  /** What a head may have beside what its two limits count. */
  private static final int SLACK = 64;

  private Wire() {}

  /**
   * Guards all connections.
   *
   * @param maxLine the server's limit of a request line, in bytes
   * @param maxFields and that of all header fields
   * @param resets of HTTP/2 requests
   */
  public static void guard(ServerBuilder server, int maxLine, int maxFields, ResetLimits resets) {
    server
        .childChannelPipelineCustomizer(pipeline -> codecs(pipeline, resets))
        .childChannelPipelineCustomizer(
            pipeline -> pipeline.addFirst(new StrictHttp1(maxLine + maxFields + SLACK)));
  }

  private static void codecs(ChannelPipeline pipeline, ResetLimits resets) {
    pipeline.addFirst(new Codecs(resets));
  }
}
