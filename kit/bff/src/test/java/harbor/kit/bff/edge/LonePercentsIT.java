package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.edge.RawHttp.Answer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query that nobody reads costs no page, however it is written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LonePercentsIT {
  private final TestBff bff = TestBff.start();

  @AfterAll
  void stop() {
    bff.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"50%off", "%", "%%", "%zz", "%f", "a%2", "%25", "50%25off&x=%"})
  void page_isThere_whateverPercentSignsItsQueryHas(String value) throws Exception {
    Answer answer = RawHttp.request(bff.port(), "GET", "/things/lamp?utm_campaign=" + value);

    assertThat(answer.status()).isEqualTo(200);
  }

  /** On one connection, its first bytes one at a time. */
  @Test
  void page_isThere_howeverItsBytesCome() throws Exception {
    try (Socket socket = RawHttp.open(bff.port())) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      for (int request = 0; request < 3; request++) {
        for (byte one :
            RawHttp.head("GET", "/things/lamp?a=50%off").getBytes(StandardCharsets.ISO_8859_1)) {
          socket.getOutputStream().write(one);
          socket.getOutputStream().flush();
        }
        assertThat(RawHttp.read(in, false).status()).isEqualTo(200);
      }
    }
  }

  /** By a client that writes the path as it stands; the first stream comes with the preface. */
  @Test
  void page_isThere_overHttp2() throws Exception {
    MultiThreadIoEventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      Channel connection =
          new Bootstrap()
              .group(loop)
              .channel(NioSocketChannel.class)
              .handler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channel
                          .pipeline()
                          .addLast(
                              Http2FrameCodecBuilder.forClient().build(),
                              new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                  })
              .connect("127.0.0.1", bff.port())
              .sync()
              .channel();
      for (int request = 0; request < 3; request++) {
        assertThat(answer(connection, "/things/lamp?a=50%off", "*/*").status()).hasToString("200");
      }
      for (String form : List.of("application/problem+json", "application/x-protobuf")) {
        Http2Headers refused =
            answer(connection, "/things/50%off", form.replace("problem+json", "json"));
        assertThat(refused.status()).hasToString("400");
        assertThat(refused.get("content-type").toString()).startsWith(form);
      }
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  private static Http2Headers answer(Channel connection, String path, String accept)
      throws Exception {
    CompletableFuture<Http2Headers> answer = new CompletableFuture<>();
    new Http2StreamChannelBootstrap(connection)
        .handler(
            new SimpleChannelInboundHandler<Http2HeadersFrame>() {
              @Override
              protected void channelRead0(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
                answer.complete(frame.headers());
              }
            })
        .open()
        .sync()
        .getNow()
        .writeAndFlush(
            new DefaultHttp2HeadersFrame(
                new DefaultHttp2Headers()
                    .method("GET")
                    .scheme("http")
                    .authority("localhost")
                    .path(path)
                    .set("accept", accept),
                true))
        .sync();
    return answer.get(10, TimeUnit.SECONDS);
  }

  @Test
  void pathMustStayWellFormed() throws Exception {
    assertThat(RawHttp.request(bff.port(), "GET", "/things/50%off").status()).isEqualTo(400);
  }
}
