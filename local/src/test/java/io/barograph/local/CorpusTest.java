package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.testkit.corpus.Corpus;
import io.barograph.testkit.corpus.CorpusCompleter;
import io.barograph.testkit.corpus.CorpusContract;
import io.barograph.testkit.corpus.SqlExecutor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Every case of the corpus on the local engine. */
class CorpusTest extends CorpusContract {
    private static final Path SOURCES = Path.of(
            System.getProperty("barograph.root", ".."), "testkit/src/main/resources/io/barograph/testkit/corpus");

    @Override
    protected SqlExecutor executor() {
        return new LocalSqlExecutor();
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
