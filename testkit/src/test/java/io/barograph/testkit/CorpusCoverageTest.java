package io.barograph.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.Aggregates;
import io.barograph.core.expr.Functions;
import io.barograph.testkit.corpus.Corpus;
import io.barograph.testkit.corpus.CorpusCase;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lists of the documentation are the lists that the corpus runs. */
class CorpusCoverageTest {
    private static final List<CorpusCase> ANSWERED =
            Corpus.all().stream().filter(one -> one.error() == null).toList();

    static Stream<String> names() {
        return Stream.concat(Functions.names().stream(), Aggregates.names().stream());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFunctionAndAggregateMeetsNullsInTheCorpus(String name) {
        Pattern called = called(name);

        assertThat(ANSWERED)
                .as("write a case that calls %s, with a NULL in its answer", name)
                .anyMatch(one ->
                        called.matcher(one.sql()).find() && one.rows().stream().anyMatch(row -> row.contains("NULL")));
    }

    /** A name is called with a parenthesis behind it, or is an operator between blanks or of symbols. */
    private static Pattern called(String name) {
        if (!Character.isLetter(name.charAt(0))) {
            return Pattern.compile(Pattern.quote(name));
        }
        return Pattern.compile("\\b" + name.replace(" ", "\\s+") + "(\\s*\\(|\\s)", Pattern.CASE_INSENSITIVE);
    }
}
