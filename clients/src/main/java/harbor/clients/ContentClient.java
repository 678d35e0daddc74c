package harbor.clients;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import harbor.content.v1.Block;
import harbor.content.v1.ContentServiceGrpc;
import harbor.content.v1.Flag;
import harbor.content.v1.ListFlagsRequest;
import harbor.content.v1.ListFlagsResponse;
import harbor.content.v1.ListSectionsRequest;
import harbor.content.v1.ListSectionsResponse;
import harbor.content.v1.Section;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.Lookup;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import java.util.List;

/** What the shop says on its screens, in which order, and to whom. */
public final class ContentClient {
  /** Where it is. */
  public static final Service<ContentClient> SERVICE =
      Service.of("content", 9113, ContentClient::new);

  /** Names of screens that changed, and {@code flags}. */
  public final ChangeStream changes;

  /** The sections of a screen in their order. */
  public final Lookup<ListSectionsResponse, List<Section>> sections;

  /** All flags. */
  public final Read<Object, List<Flag>> flags;

  /** Over these channels. */
  public ContentClient(Channels content) {
    changes = content.changes("content.changes", ContentServiceGrpc.getWatchContentMethod());
    sections =
        content
            .lookup(
                ContentServiceGrpc.getListSectionsMethod(),
                screen -> ListSectionsRequest.newBuilder().setScreen(screen).build(),
                (_, response) -> check(response),
                ListSectionsResponse::getSectionsList)
            // That a block's time begins or ends is not announced: it is seen within the TTL.
            .cached(
                CachePolicy.of("content.sections")
                    .ttl(ofSeconds(60))
                    .staleIfError(ofMinutes(10))
                    .shared()
                    .invalidatedBy(changes));
    flags =
        content.read(
            ContentServiceGrpc.getListFlagsMethod(),
            _ -> ListFlagsRequest.getDefaultInstance(),
            ListFlagsResponse::getFlagsList);
  }

  private static void check(ListSectionsResponse response) {
    for (Section section : response.getSectionsList()) {
      Valid.required("section.id", section.getId());
      for (Block block : section.getBlocksList()) {
        Valid.link("section.blocks.banner.link", block.getBanner().getLink());
        Valid.link("section.blocks.banner.image_url", block.getBanner().getImageUrl());
      }
    }
  }
}
