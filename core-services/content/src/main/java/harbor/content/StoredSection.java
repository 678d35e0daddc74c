package harbor.content;

import harbor.content.Block.Banner;
import harbor.content.Block.Text;
import harbor.kit.service.row.Audit;
import java.util.List;

/**
 * A section as it is stored, with its words.
 *
 * @param blocks those that are valid, in order of language
 */
record StoredSection(Section section, Audit audit, List<StoredBlock> blocks) {
  /** Copies the list. */
  StoredSection {
    blocks = List.copyOf(blocks);
  }

  /** Whether there is something to show: of words alone, those. */
  boolean isShown() {
    return switch (section.kind()) {
      case BANNER -> blocks.stream().anyMatch(stored -> stored.block().body() instanceof Banner);
      case TEXT -> blocks.stream().anyMatch(stored -> stored.block().body() instanceof Text);
      case RECENT_ORDERS, RECOMMENDATIONS, RECENTLY_SEEN -> true;
    };
  }

  /** A block as it is stored. */
  record StoredBlock(Block block, Audit audit) {}
}
