package harbor.kit.bff.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import harbor.kit.testing.fuzz.Frames;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counter-tests: what servers take when nothing limits it. */
class WithoutLimitsIT {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int PING = 6;
  private static final int GO_AWAY = 7;
  private static final int CONTINUATION = 9;
  private static final int FRAMES = 2_000;
  private static final int MAX_FRAME = 16 * 1024;
  private static final int LIMIT = 8 * 1024;
  private static final String LARGE = "a".repeat(64 * 1024);

  /** Netty's own limit, which the servers of BFFs have. */
  @Test
  void emptyDataFrames_areTheEnd() throws Exception {
    try (Server server = server(LIMIT)) {
      assertThat(firstOf(server.activeLocalPort(), flood(DATA), PING).type()).isEqualTo(GO_AWAY);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {DATA, CONTINUATION})
  void everyFrameIsTaken_withoutLimits(int type) throws Exception {
    try (EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
      Channel bare = bare(loop);
      int port = ((InetSocketAddress) bare.localAddress()).getPort();

      assertThat(firstOf(port, flood(type), PING).type()).isEqualTo(PING);
      bare.close().sync();
    }
  }

  @Test
  void largeHead_isTaken_withoutLimits() throws Exception {
    byte[] request = ("GET / HTTP/1.1\r\nHost: a\r\nX: " + LARGE + "\r\n\r\n").getBytes(US_ASCII);
    try (Server limited = server(LIMIT);
        Server unlimited = server(2 * LARGE.length())) {
      assertThat(statusLine(limited, request)).contains("431");
      assertThat(statusLine(unlimited, request)).contains("200");
      assertThat(firstOf(limited.activeLocalPort(), largeHead(), HEADERS).isOk()).isFalse();
      assertThat(firstOf(unlimited.activeLocalPort(), largeHead(), HEADERS).isOk()).isTrue();
    }
  }

  private static Server server(int maxHeader) {
    ServerBuilder builder =
        Server.builder()
            .http(0)
            .http1MaxHeaderSize(maxHeader)
            .http2MaxHeaderListSize(maxHeader)
            .service(
                "/",
                (_, request) ->
                    HttpResponse.of(request.aggregate().thenApply(_ -> HttpResponse.of(200))));
    Wire.guard(builder, LIMIT, maxHeader, ResetLimits.of(new SimpleMeterRegistry()));
    Server server = builder.build();
    server.start().join();
    return server;
  }

  /** A server of HTTP/2 that reads frames and answers pings. */
  private static Channel bare(EventLoopGroup loop) throws InterruptedException {
    return new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel connection) {
                connection
                    .pipeline()
                    .addLast(
                        Http2FrameCodecBuilder.forServer()
                            .decoderEnforceMaxConsecutiveEmptyDataFrames(0)
                            .build());
              }
            })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .sync()
        .channel();
  }

  /** Many frames that are empty, and a ping. */
  private static byte[] flood(int type) {
    byte[] block = Frames.block(":method", "POST", ":scheme", "http", ":path", "/");
    int flags = type == DATA ? Frames.END_HEADERS : 0;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Frames.PREFACE);
    bytes.writeBytes(Frames.frame(HEADERS, flags, 1, block));
    for (int i = 0; i < FRAMES; i++) {
      bytes.writeBytes(Frames.frame(type, 0, 1, new byte[0]));
    }
    int end = type == DATA ? Frames.END_STREAM : Frames.END_HEADERS;
    bytes.writeBytes(Frames.frame(type, end, 1, new byte[0]));
    bytes.writeBytes(Frames.frame(PING, 0, 0, new byte[8]));
    return bytes.toByteArray();
  }

  private static byte[] largeHead() {
    byte[] block = Frames.block(":method", "GET", ":scheme", "http", ":path", "/", "x", LARGE);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Frames.PREFACE);
    for (int at = 0; at < block.length; at += MAX_FRAME) {
      int end = Math.min(at + MAX_FRAME, block.length);
      byte[] part = Arrays.copyOfRange(block, at, end);
      int flags = end == block.length ? Frames.END_HEADERS : 0;
      bytes.writeBytes(
          at == 0
              ? Frames.frame(HEADERS, flags | Frames.END_STREAM, 1, part)
              : Frames.frame(CONTINUATION, flags, 1, part));
    }
    return bytes.toByteArray();
  }

  private static String statusLine(Server server, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.activeLocalPort())) {
      socket.getOutputStream().write(request);
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
          .readLine();
    }
  }

  /** A frame of an answer. */
  private record Frame(int type, ByteBuffer payload) {
    /** Whether it begins with status 200, as the table of HPACK has it. */
    boolean isOk() {
      return type == HEADERS && payload.get(0) == (byte) 0x88;
    }
  }

  /** Sends bytes, and gives the first frame of the type, or the one that says good bye. */
  private static Frame firstOf(int port, byte[] bytes, int type) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(bytes);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int found = in.readUnsignedByte();
        in.skipNBytes(5);
        ByteBuffer payload = ByteBuffer.wrap(in.readNBytes(length));
        if (found == type || found == GO_AWAY) {
          return new Frame(found, payload);
        }
      }
    } catch (SocketException _) {
      // It has closed before what it said could be read.
      return new Frame(GO_AWAY, ByteBuffer.allocate(0));
    }
  }
}
