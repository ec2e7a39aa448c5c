package io.barograph.testkit.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.barograph.core.error.BarographException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The corpus as a test of one engine: extend it and supply the engine.
 *
 * <p>Every case runs in every variation and must give the expected answer each time. What an engine can not do yet it
 * declares in {@link #engine()}; a declared gap that passes fails the build. Run one case alone with
 * {@code -Dbarograph.case=area/file:line}.
 */
public abstract class CorpusContract {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private final Map<Map<String, String>, Path> folders = new HashMap<>();

    protected abstract SqlExecutor executor();

    /** What it does with the corpus, and what it can not do yet. */
    protected abstract CorpusEngine engine();

    private boolean takes(int number) {
        return Boolean.getBoolean("barograph.whole") || engine().takes(number);
    }

    @TestFactory
    Stream<DynamicTest> corpus() {
        String only = System.getProperty("barograph.case", "");
        List<CorpusCase> all = Corpus.all();
        return IntStream.range(0, all.size())
                .filter(number ->
                        only.isEmpty() ? takes(number) : all.get(number).id().startsWith(only))
                .mapToObj(all::get)
                .map(one -> dynamicTest(one.id(), () -> check(one)));
    }

    /** Not a test but the tool that CONTRIBUTING describes: declares what the engine refuses now. */
    @Test
    @EnabledIfSystemProperty(named = "barograph.gaps", matches = "true")
    void declareGaps() throws IOException {
        List<String> lines = new ArrayList<>();
        for (CorpusCase one : Corpus.all()) {
            try {
                runAll(one);
            } catch (AssertionError failed) {
                if (!(failed.getCause() instanceof BarographException refused)) {
                    throw failed;
                }
                lines.add(one.id() + " " + CorpusGaps.reason(refused));
            }
        }
        Files.write(CorpusGaps.file(engine().name()), lines);
    }

    private void check(CorpusCase one) throws IOException {
        String gap = engine().gaps().get(one.id());
        if (gap == null) {
            runAll(one);
            return;
        }
        try {
            runAll(one);
        } catch (AssertionError expected) {
            return;
        }
        fail("%s is declared a gap (%s) but passes: remove the declaration", one.id(), gap);
    }

    private void runAll(CorpusCase one) throws IOException {
        SqlExecutor executor = executor();
        for (int variation = 0; variation < executor.variations(); variation++) {
            run(one, executor, variation);
        }
    }

    private void run(CorpusCase one, SqlExecutor executor, int variation) throws IOException {
        Answer answer;
        try {
            answer = executor.run(one.sql(), folder(one.tables()), variation);
        } catch (BarographException e) {
            if (one.error() == null) {
                throw new AssertionError(one.id() + " was refused: " + e.code() + " " + e.getMessage(), e);
            }
            if (e.code() != one.error()) {
                throw new AssertionError(
                        one.id() + " must be refused with " + one.error() + ", but was with " + e.code() + " "
                                + e.getMessage(),
                        e);
            }
            assertThat(e.getMessage()).as(one.id()).contains(one.message());
            return;
        }
        if (one.error() != null) {
            fail(
                    "%s must be refused with %s, but answered %s %s",
                    one.id(), one.error(), answer.header(), answer.lines());
        }
        assertThat(answer.isComplete())
                .as("%s: the sink was told the end", one.id())
                .isTrue();
        assertThat(answer.header()).as("%s, variation %d", one.id(), variation).isEqualTo(one.header());
        assertThat(inOrder(answer.lines(), one.order()))
                .as("%s, variation %d%n%s", one.id(), variation, one.sql())
                .isEqualTo(inOrder(one.rows(), one.order()));
    }

    private List<String> inOrder(List<String> rows, CorpusCase.Order order) {
        return engine().orders().contains(order) ? rows : rows.stream().sorted().toList();
    }

    /** A folder with these tables, made once for all the cases that share them. */
    private Path folder(Map<String, String> tables) throws IOException {
        Path known = folders.get(tables);
        if (known != null) {
            return known;
        }
        Path folder = Files.createDirectory(directory.resolve("tables-" + folders.size()));
        for (Map.Entry<String, String> table : tables.entrySet()) {
            Path file = folder.resolve(table.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, table.getValue(), StandardCharsets.UTF_8);
        }
        folders.put(tables, folder);
        return folder;
    }
}
