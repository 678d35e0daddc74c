package harbor.kit.bff.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;

/** The plans as JSON: fields are named as the components of {@link BffPlans}. */
final class PlansJson {
  private static final ObjectWriter WRITER =
      JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

  private PlansJson() {}

  private record Document(String at, List<BffPlans> bffs) {}

  static String text(Instant at, List<BffPlans> bffs) {
    try {
      return WRITER.writeValueAsString(new Document(at.toString(), bffs)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Records of texts and numbers are always JSON", e);
    }
  }
}
