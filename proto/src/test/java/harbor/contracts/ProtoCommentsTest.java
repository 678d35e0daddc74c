package harbor.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProtoCommentsTest {
  @Test
  void comments_areFoundByFullName() {
    String proto =
        """
        // Of the file.

        package harbor.x.v1;

        // A thing,
        // in two lines.
        message Thing {
          // Its id.
          string id = 1;
          oneof content {
            // A map.
            map<string, string> values = 2;
          }
          // Below it.
          message Part {
            repeated harbor.x.v1.Thing things = 1 [deprecated = true];
          }
          // Nothing.
          message None {}
          // Behind.
          optional int32 last = 3;
        }
        """;

    assertThat(ProtoComments.read(proto))
        .containsEntry("harbor.x.v1.Thing", "A thing, in two lines.")
        .containsEntry("harbor.x.v1.Thing.id", "Its id.")
        .containsEntry("harbor.x.v1.Thing.values", "A map.")
        .containsEntry("harbor.x.v1.Thing.Part", "Below it.")
        .containsEntry("harbor.x.v1.Thing.Part.things", "")
        .containsEntry("harbor.x.v1.Thing.last", "Behind.");
  }
}
