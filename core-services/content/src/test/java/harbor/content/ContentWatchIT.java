package harbor.content;

import static harbor.content.Examples.flag;
import static harbor.content.Examples.section;
import static harbor.content.Examples.text;
import static harbor.content.v1.SectionType.SECTION_TYPE_TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.content.v1.Block;
import harbor.content.v1.ContentServiceGrpc;
import harbor.content.v1.ContentServiceGrpc.ContentServiceBlockingStub;
import harbor.content.v1.ImportBlocksRequest;
import harbor.content.v1.ImportFlagsRequest;
import harbor.content.v1.ImportSectionsRequest;
import harbor.kit.service.WatchContract;
import harbor.kit.service.Watcher;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Screens and flags are watched while they are imported. */
class ContentWatchIT extends WatchContract {
  ContentWatchIT() {
    super(Content.PROCESS, ContentServiceGrpc.getWatchContentMethod());
  }

  @Test
  void block_announcesTheScreensThatShowIt_andFlagsAreOneId() {
    putSections("watch.one", "shown");
    putSections("watch.two", "shown");
    Watcher watcher = watching("");

    put(text("nowhere", "en", "Nobody shows it"));
    put(text("shown", "en", "Words"));
    put(text("shown", "en", "Words"));
    content()
        .importFlags(ImportFlagsRequest.newBuilder().addFlags(flag("watched", 1, "on")).build());

    await()
        .untilAsserted(
            () -> assertThat(watcher.ids()).containsOnly("watch.one", "watch.two", "flags"));
  }

  @Override
  protected Set<String> importVersion(int version) {
    putSections("same", "key");
    putSections("changing", "key-" + version);
    putSections("new" + version, "key");
    return version == 1 ? Set.of("same", "changing", "new1") : Set.of("changing", "new" + version);
  }

  private void putSections(String screen, String key) {
    content()
        .importSections(
            ImportSectionsRequest.newBuilder()
                .setScreen(screen)
                .addSections(section("only", SECTION_TYPE_TEXT, key))
                .build());
  }

  private void put(Block.Builder block) {
    content().importBlocks(ImportBlocksRequest.newBuilder().addBlocks(block).build());
  }

  private ContentServiceBlockingStub content() {
    return ContentServiceGrpc.newBlockingStub(core.channel());
  }
}
