package harbor.screens.account;

import harbor.kit.bff.session.Sessions;
import harbor.kit.bff.watch.ChangeListener;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sessions of whoever is erased. Where an erasure may have gone unheard, each session's
 * account is asked for when the session is used next.
 *
 * @param end ends those of a person
 * @param checkAgain lets all be checked
 */
record SessionsOfErased(Function<String, ? extends CompletionStage<?>> end, Runnable checkAgain)
    implements ChangeListener {
  private static final Logger log = LoggerFactory.getLogger(SessionsOfErased.class);

  static SessionsOfErased among(Sessions sessions) {
    return new SessionsOfErased(sessions::endOfPerson, sessions::checkAgain);
  }

  @Override
  public void subscribed() {
    checkAgain.run();
  }

  @Override
  public void reset() {
    checkAgain.run();
  }

  @Override
  public void changed(Collection<String> erased) {
    for (String userId : erased) {
      var _ =
          end.apply(userId)
              .whenComplete(
                  (_, failure) -> {
                    if (failure != null) {
                      log.warn("Sessions of somebody who was erased live until used", failure);
                      checkAgain.run();
                    }
                  });
    }
  }
}
