package harbor.kit.bff.edge;

import com.linecorp.armeria.common.Flags;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.common.util.TransportType;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The thread that accepts a server's connections, without Netty's quiet period of two seconds at
 * its end: when Armeria ends it, the port is closed and nothing can come any more.
 */
final class BossGroup extends MultiThreadIoEventLoopGroup {
  private BossGroup(String name, IoHandlerFactory io) {
    super(1, new DefaultThreadFactory(name, true), io);
  }

  /** For Armeria's transport, which the event loops also have. */
  static EventLoopGroup of(String name) {
    TransportType transport = Flags.transportType();
    return switch (transport) {
      case EPOLL -> new BossGroup(name, EpollIoHandler.newFactory());
      case NIO -> new BossGroup(name, NioIoHandler.newFactory());
      // Chosen by hand: it works, and takes the two seconds.
      case IO_URING, KQUEUE -> EventLoopGroups.newEventLoopGroup(1, name);
    };
  }

  @Override
  public Future<?> shutdownGracefully() {
    return shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
