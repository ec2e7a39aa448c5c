package io.barograph.testkit;

import io.barograph.testkit.corpus.CorpusCase;
import io.barograph.testkit.corpus.CorpusEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes {@code docs/reference/engine-coverage.md} from what the corpus holds and the engines declare. */
final class EngineCoveragePage {
    private static final String HEAD = """
            # Which engine runs what

            <!-- Written by EngineCoverageTest; not by hand. -->

            One set of SQL cases, the corpus, says what queries answer, and every engine has to give these answers, to the last bit. This page
            is made from the corpus and from what the engines' tests declare; a test holds that it is current. A gap is a case that an engine
            cannot run yet: it has a reason, and the build fails when the case passes although it is declared one.

            """;

    private static final String LIVE = """

            ## Live

            A live case has the answer of its batch: what stands in the table that it writes when all rows have come, whatever came first. Sorting
            at the end is left out, since a table has no order. Besides the corpus, seeded tests replay lanes with late and rejected records, and
            others run on real clusters between topics of a real broker, with kills in between. What can run live is in
            [live pipelines](live.md).
            """;

    /** So many cases of a reason are named. */
    private static final int MOST_NAMED = 3;

    private final List<CorpusCase> cases;
    private final List<CorpusEngine> engines;

    EngineCoveragePage(List<CorpusCase> cases, List<CorpusEngine> engines) {
        this.cases = cases;
        this.engines = engines;
    }

    String text() {
        return HEAD + engines() + areas() + gaps() + LIVE;
    }

    private String engines() {
        StringBuilder text = new StringBuilder(
                "| engine | how its test runs | cases in every build | gaps |\n|---|---|---:|---:|\n");
        for (CorpusEngine engine : engines) {
            text.append("| `%s` | %s | %,d of %,d | %d |\n"
                    .formatted(
                            engine.name(),
                            engine.how(),
                            run(engine, "").size(),
                            cases.size(),
                            engine.gaps().size()));
        }
        return text.append("\nWhere a build runs a share, `-Dbarograph.whole=true` runs them all.\n")
                .toString();
    }

    private String areas() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        cases.forEach(one -> sizes.merge(area(one), 1, Integer::sum));
        StringBuilder text =
                new StringBuilder("\n## By area\n\nCases that a build runs and that must pass.\n\n| area | cases |");
        engines.forEach(engine -> text.append(" `%s` |".formatted(engine.name())));
        text.append("\n|---|---:|").append("---:|".repeat(engines.size())).append('\n');
        sizes.forEach((area, size) -> {
            text.append("| %s | %,d |".formatted(area, size));
            engines.forEach(
                    engine -> text.append(" %,d |".formatted(run(engine, area).size())));
            text.append('\n');
        });
        return text.toString();
    }

    private String gaps() {
        StringBuilder text = new StringBuilder("\n## Gaps\n\n");
        if (engines.stream().allMatch(engine -> engine.gaps().isEmpty())) {
            return text.append("None are declared.\n").toString();
        }
        text.append("| engine | why not | cases | such as |\n|---|---|---:|---|\n");
        for (CorpusEngine engine : engines) {
            Map<String, List<String>> byReason = new TreeMap<>();
            new TreeMap<>(engine.gaps())
                    .forEach((id, reason) -> byReason.computeIfAbsent(reason, key -> new ArrayList<>())
                            .add(id));
            byReason.forEach((reason, ids) -> text.append("| `%s` | %s | %d | %s |\n"
                    .formatted(
                            engine.name(),
                            reason.replace("|", "\\|"),
                            ids.size(),
                            ids.stream()
                                    .limit(MOST_NAMED)
                                    .map(id -> "`" + id + "`")
                                    .collect(Collectors.joining(", ")))));
        }
        return text.toString();
    }

    /** What a build runs of an area (of all where it is empty) and has to pass. */
    private List<CorpusCase> run(CorpusEngine engine, String area) {
        List<CorpusCase> run = new ArrayList<>();
        for (int number = 0; number < cases.size(); number++) {
            CorpusCase one = cases.get(number);
            boolean counts = area.isEmpty() || area(one).equals(area);
            if (counts && engine.takes(number) && !engine.gaps().containsKey(one.id())) {
                run.add(one);
            }
        }
        return run;
    }

    private static String area(CorpusCase one) {
        return one.id().substring(0, one.id().indexOf('/'));
    }
}
