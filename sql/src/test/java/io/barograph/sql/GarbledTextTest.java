package io.barograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.error.BarographException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts with a few words lost, moved, doubled or exchanged are refused in our words, with their place, or understood. */
class GarbledTextTest {
    /** {@code -Dbarograph.texts=1000000} for the long lane. */
    private static final int TEXTS = Integer.getInteger("barograph.texts", 2000);

    private static final List<String> WORDS = List.of(
            "(",
            ")",
            ",",
            "::",
            "::date ",
            " LIMIT ",
            " TABLE ",
            " INTERVAL ",
            "'1'",
            " HOUR ",
            " CASE ",
            " END ",
            " AS ",
            " ILIKE ",
            " FILTER ",
            " EXCEPT ",
            " OVER ",
            " DISTINCT ",
            " ON ",
            "*",
            "'",
            "\"",
            "，",
            "\n",
            " FROM ",
            "온도");

    @Test
    void noTextLeadsToADefectOrToTheWordsOfAParser() {
        List<String> texts = SqlPlannerTest.cases().map(PlanCases.Case::sql).toList();
        long seed = Long.getLong("barograph.seed", 20230101);
        for (int i = 0; i < TEXTS; i++) {
            Random random = new Random(seed + i);
            String garbled = garbled(texts.get(random.nextInt(texts.size())), random);
            try {
                SqlPlanner.plan(garbled, new FakeCatalog());
            } catch (BarographException e) {
                assertThat(e.line()).as("the place in %s", garbled).isPositive();
                assertThat(e.getMessage())
                        .as(garbled)
                        .doesNotContain("Was expecting")
                        .doesNotContain("apache")
                        .doesNotContain("cannot be read");
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "repeat with -Dbarograph.seed=" + (seed + i) + " -Dbarograph.texts=1: " + garbled, e);
            }
        }
    }

    private static String garbled(String text, Random random) {
        List<String> words = new ArrayList<>(List.of(text.split("(?<=\\W)|(?=\\W)")));
        for (int edits = 1 + random.nextInt(3); edits > 0 && !words.isEmpty(); edits--) {
            int at = random.nextInt(words.size());
            switch (random.nextInt(5)) {
                case 0 -> words.remove(at);
                case 1 -> words.add(at, WORDS.get(random.nextInt(WORDS.size())));
                case 2 -> words.set(at, WORDS.get(random.nextInt(WORDS.size())));
                case 3 -> words.add(at, words.get(random.nextInt(words.size())));
                default -> Collections.swap(words, at, random.nextInt(words.size()));
            }
        }
        return String.join("", words);
    }
}
