package harbor.importer;

import harbor.importer.progress.ImportListener;
import harbor.importer.progress.ImportSummary;
import java.util.ArrayList;
import java.util.List;

/** Remembers what an import told. */
public final class RecordingListener implements ImportListener {
  final List<String> said = new ArrayList<>();
  final List<Notice> refused = new ArrayList<>();
  final List<Notice> remarks = new ArrayList<>();
  final List<ImportSummary> summaries = new ArrayList<>();

  /** What was refused: file, line and reason. */
  List<String> refusals() {
    return refused.stream()
        .map(notice -> notice.file() + " " + notice.line() + ": " + notice.reason())
        .toList();
  }

  @Override
  public void said(String file, String sentence) {
    said.add(file + ": " + sentence);
  }

  @Override
  public void noticed(Notice notice) {
    (notice.refused() ? refused : remarks).add(notice);
  }

  @Override
  public void finished(ImportSummary summary) {
    summaries.add(summary);
  }
}
