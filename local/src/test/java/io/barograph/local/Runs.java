package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tables in files, and runs of one query under all settings. */
final class Runs {
    private static final int[] THREADS = {1, 2, 3, 7};
    private static final long[] SPLITS = {16, 1000, RunOptions.DEFAULT_SPLIT_BYTES};

    final FileCatalog catalog = new FileCatalog();
    final LocalEngine engine = new LocalEngine(catalog);

    TableDescription table(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return catalog.table(file.toString(), Map.of(), null);
    }

    /** Runs under every number of threads and size of splits; all answers must be the same bytes. */
    List<String> sameEverywhere(Query query) {
        Set<String> texts = new HashSet<>();
        Set<String> checksums = new HashSet<>();
        TextSink sink = new TextSink();
        for (int threads : THREADS) {
            for (long split : SPLITS) {
                RunOptions options = RunOptions.defaults()
                        .withThreads(threads)
                        .withSplitBytes(split)
                        .withReverseLanes(threads == 3);
                sink = new TextSink();
                AnswerChecksum checksum = new AnswerChecksum(query.isOrdered());
                RunSummary summary = engine.run(query, checksum.tee(sink), options);
                assertThat(sink.ended).isTrue();
                assertThat(summary.resultRows()).isEqualTo(sink.lines().size());
                assertThat(checksum.rows()).isEqualTo(sink.lines().size());
                assertThat(summary.read())
                        .isEqualTo(summary.used() + summary.late() + summary.rejected() + summary.duplicate());
                texts.add(sink.text());
                checksums.add(checksum.value());
            }
        }
        assertThat(texts).hasSize(1);
        assertThat(checksums).hasSize(1);
        return sink.lines();
    }
}
