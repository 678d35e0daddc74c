package harbor.bench.process;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** How much a JVM has allocated, asked over JMX. */
public final class Allocation implements AutoCloseable {
  private final JMXConnector connector;
  private final MBeanServerConnection server;

  private Allocation(JMXConnector connector, MBeanServerConnection server) {
    this.connector = connector;
    this.server = server;
  }

  /** Of a JVM of the same user on this machine. */
  @SuppressWarnings("BanJNDI") // the address is what our own child process has just said
  public static Allocation of(long pid) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        JMXConnector connector =
            JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        return new Allocation(connector, connector.getMBeanServerConnection());
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IllegalStateException("process " + pid + " is no JVM", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes that all threads, ended ones included, have allocated on the heap. */
  public long bytes() {
    try {
      return (Long)
          server.getAttribute(
              new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes");
    } catch (JMException e) {
      throw new IllegalStateException("This JVM counts no allocation", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
