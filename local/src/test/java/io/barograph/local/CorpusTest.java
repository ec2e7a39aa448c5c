package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.testkit.corpus.Corpus;
import io.barograph.testkit.corpus.CorpusCompleter;
import io.barograph.testkit.corpus.CorpusContract;
import io.barograph.testkit.corpus.CorpusEngine;
import io.barograph.testkit.corpus.CorpusEngines;
import io.barograph.testkit.corpus.SqlExecutor;
import io.barograph.testkit.sql.EngineSqlExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Every case of the corpus on the local engine, with one thread and with three that take files in small pieces, the last first. */
class CorpusTest extends CorpusContract {
    private static final Path SOURCES = Path.of(
            System.getProperty("barograph.root", ".."), "testkit/src/main/resources/io/barograph/testkit/corpus");

    private static final List<RunOptions> VARIATIONS =
            List.of(options(1, RunOptions.DEFAULT_SPLIT_BYTES, false), options(3, 17, true));

    static RunOptions options(int threads, long splitBytes, boolean reverse) {
        return RunOptions.defaults()
                .withThreads(threads)
                .withSplitBytes(splitBytes)
                .withReverseLanes(reverse);
    }

    @Override
    protected CorpusEngine engine() {
        return CorpusEngines.LOCAL;
    }

    @Override
    protected SqlExecutor executor() {
        return new EngineSqlExecutor(LocalEngine::new, VARIATIONS);
    }

    @Test
    void theCorpusHasHundredsOfCases() {
        assertThat(Corpus.all()).hasSizeGreaterThan(300);
    }

    /** Not a test but the tool that CONTRIBUTING describes. */
    @Test
    @EnabledIfSystemProperty(named = "barograph.complete", matches = "true")
    void completeOpenAnswers(@TempDir Path scratch) throws IOException {
        for (String file : Corpus.files()) {
            CorpusCompleter.complete(SOURCES.resolve(file + ".slt"), file, executor(), scratch);
        }
    }
}
