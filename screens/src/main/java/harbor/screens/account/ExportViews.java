package harbor.screens.account;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import harbor.screens.v1.ExportedRecord;
import harbor.type.v1.PersonalRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Rows about a person as they see them. Pure. */
final class ExportViews {
  private static final JsonFactory JSON = new JsonFactory();

  private ExportViews() {}

  /** A row: texts as they are, everything else as JSON writes it, without what is not known. */
  static ExportedRecord record(PersonalRecord found) {
    ExportedRecord.Builder view = ExportedRecord.newBuilder().setPlace(found.getPlace());
    try (JsonParser parser = JSON.createParser(found.getJson())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException(found.getPlace() + ": no row (expected: an object)");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value != JsonToken.VALUE_NULL) {
          view.putValues(name, value.isScalarValue() ? parser.getText() : json(parser));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(found.getPlace(), e);
    }
    return view.build();
  }

  private static String json(JsonParser parser) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      generator.copyCurrentStructure(parser);
    }
    return text.toString();
  }
}
