package harbor.shipping.window;

import harbor.kit.service.row.Position;
import java.time.ZoneId;

/**
 * Where something is: a place that goods leave, or about where they go.
 *
 * @param zone whose clocks hold there
 */
public record Area(Position position, ZoneId zone) {}
