package io.barograph.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.testkit.corpus.Corpus;
import io.barograph.testkit.corpus.CorpusCase;
import io.barograph.testkit.corpus.CorpusEngine;
import io.barograph.testkit.corpus.CorpusEngines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation says of engines is what their tests declare. */
class EngineCoverageTest {
    private static final Path ROOT = Path.of(System.getProperty("barograph.root", ".."));
    private static final Path PAGE = ROOT.resolve("docs/reference/engine-coverage.md");
    private static final Pattern DECLARED = Pattern.compile("return CorpusEngines\\.(\\w+);");

    /** Written anew with {@code -Dbarograph.write=true}. */
    @Test
    void thePageIsCurrent() throws IOException {
        String text = new EngineCoveragePage(Corpus.all(), CorpusEngines.all()).text();
        if (Boolean.getBoolean("barograph.write")) {
            Files.writeString(PAGE, text);
        }
        assertThat(PAGE)
                .as("write it anew: ./mvnw -Pquick -pl testkit -am test -Dtest=EngineCoverageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dbarograph.write=true")
                .hasContent(text);
    }

    @Test
    void everyEngineOfThePageHasATestThatRunsIt() throws IOException {
        Set<String> run;
        try (Stream<Path> files = Files.walk(ROOT)) {
            run = files.filter(file -> file.toString().endsWith("CorpusTest.java"))
                    .filter(file -> !file.toString().contains("target"))
                    .flatMap(EngineCoverageTest::declared)
                    .collect(Collectors.toSet());
        }
        assertThat(run)
                .isEqualTo(CorpusEngines.all().stream()
                        .map(engine -> engine.name().toUpperCase(Locale.ROOT).replace('-', '_'))
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyGapIsACase() {
        Set<String> ids = Corpus.all().stream().map(CorpusCase::id).collect(Collectors.toSet());
        for (CorpusEngine engine : CorpusEngines.all()) {
            assertThat(ids).as(engine.name()).containsAll(engine.gaps().keySet());
        }
    }

    @Test
    void aGapIsListedWithItsReasonAndCountsAsNotRun() {
        List<CorpusCase> all = Corpus.all();
        String id = all.get(0).id();
        CorpusEngine partial = new CorpusEngine("partial", "somehow", 1, Set.of(), Map.of(id, "no such function yet"));
        assertThat(new EngineCoveragePage(all, List.of(partial)).text())
                .contains("| `partial` | no such function yet | 1 | `" + id + "` |")
                .contains(String.format("| `partial` | somehow | %,d of %,d | 1 |", all.size() - 1, all.size()));
    }

    private static Stream<String> declared(Path test) {
        try {
            return DECLARED.matcher(Files.readString(test)).results().map(EngineCoverageTest::name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(MatchResult found) {
        return found.group(1);
    }
}
