package harbor.orders;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What orders can be told besides what every core service can.
 *
 * @param mailFolder where confirmations are written
 * @param failpoints where the process stops; none in ordinary use
 */
record OrdersSettings(Path mailFolder, List<String> failpoints) {
  private static final String FAILPOINTS = "HARBOR_FAILPOINTS";

  OrdersSettings {
    failpoints = List.copyOf(failpoints);
  }

  static OrdersSettings from(Environment environment) {
    return new OrdersSettings(
        environment
            .optionalText(
                "HARBOR_ORDERS_MAIL_FOLDER",
                "Folder that confirmations of orders are written to, a file each; HARBOR_DATA/mail"
                    + " of a whole store, otherwise harbor-mail beside temporary files.")
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "harbor-mail")),
        failpoints(
            environment.optionalText(
                FAILPOINTS,
                "Places at which orders stops its process as if it had been killed, apart by"
                    + " commas; for tests.")));
  }

  private static List<String> failpoints(Optional<String> text) {
    List<String> points =
        text.stream().flatMap(all -> Arrays.stream(all.split(",", -1))).map(String::strip).toList();
    for (String point : points) {
      if (!Failpoints.all().contains(point)) {
        throw new InvalidSetting(FAILPOINTS, point, "names such as place.capture.called");
      }
    }
    return points;
  }
}
