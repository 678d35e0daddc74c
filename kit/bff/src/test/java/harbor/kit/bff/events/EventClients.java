package harbor.kit.bff.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many clients of one stream of events, in one thread of a process of their own. At each line that
 * it reads, a version, it says what they have seen.
 */
final class EventClients {
  private static final Pattern DATA =
      Pattern.compile("data: \\{\"field\":\"([^\"]+)\",\"description\":\"(\\d+|\\?)\"[^\n]*\n");
  private static final int CONNECTING = 200;

  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
  private final ConcurrentLinkedQueue<String> commands = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> tally = new HashMap<>();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private long events;
  private long backwards;
  private long closed;

  /** What one client has seen. */
  private static final class Client {
    private final Map<String, Integer> versions = new HashMap<>();
    private String rest = "";
  }

  private EventClients() throws IOException {
    selector = Selector.open();
  }

  /** Port, number of clients, keys of each, number of all keys. */
  public static void main(String[] args) throws IOException {
    EventClients clients = new EventClients();
    Thread.ofVirtual().start(clients::read);
    int count = Integer.parseInt(args[1]);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < count; i++) {
      clients.connect(
          Integer.parseInt(args[0]),
          IntStream.range(0, Integer.parseInt(args[2]))
              .mapToObj(_ -> "products=k" + random.nextInt(Integer.parseInt(args[3])))
              .distinct()
              .collect(Collectors.joining("&")));
      if (i % CONNECTING == 0) {
        clients.select();
      }
    }
    while (!clients.isOver.get()) {
      clients.select();
      clients.answer();
    }
    System.exit(0);
  }

  private void connect(int port, String query) throws IOException {
    SocketChannel socket =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.write(
        ByteBuffer.wrap(
            ("GET /events?" + query + " HTTP/1.1\r\nhost: bff\r\n\r\n").getBytes(UTF_8)));
    socket.configureBlocking(false);
    socket.register(selector, SelectionKey.OP_READ, new Client());
    tally.merge("pairs", query.split("&", -1).length, Integer::sum);
  }

  private void read() {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        commands.add(line);
        selector.wakeup();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    isOver.set(true);
    selector.wakeup();
  }

  private void select() throws IOException {
    selector.select(this::take, 100);
  }

  private void take(SelectionKey key) {
    Client client = (Client) key.attachment();
    buffer.clear();
    try {
      if (((SocketChannel) key.channel()).read(buffer) < 0) {
        closed++;
        key.cancel();
        return;
      }
    } catch (IOException _) {
      closed++;
      key.cancel();
      return;
    }
    String text = client.rest + UTF_8.decode(buffer.flip());
    Matcher data = DATA.matcher(text);
    int end = Math.max(0, text.lastIndexOf('\n') + 1);
    while (data.find()) {
      events++;
      Integer version = data.group(2).equals("?") ? 0 : Integer.valueOf(data.group(2));
      Integer before = client.versions.put(data.group(1), version);
      if (before != null && before > version) {
        backwards++;
      }
    }
    client.rest = text.substring(end);
  }

  private void answer() {
    for (String command = commands.poll(); command != null; command = commands.poll()) {
      int version = Integer.parseInt(command);
      long current =
          selector.keys().stream()
              .map(key -> (Client) key.attachment())
              .flatMap(client -> client.versions.values().stream())
              .filter(seen -> seen >= version)
              .count();
      System.out.printf(
          "%d %d %d %d %d%n", tally.getOrDefault("pairs", 0), current, backwards, closed, events);
    }
  }
}
