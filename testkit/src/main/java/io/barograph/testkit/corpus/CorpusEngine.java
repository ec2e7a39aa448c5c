package io.barograph.testkit.corpus;

import java.util.Map;
import java.util.Set;

/**
 * What an engine does with the corpus: declared once, for the test that runs it and for the page that says what was run.
 *
 * @param name as in {@code --engine}, or of the form of it that is meant
 * @param how it is run, as the page says it
 * @param share one case in so many is run by every build, for engines that take long for each; all are with {@code
 *     -Dbarograph.whole=true}
 * @param orders of which cases its rows come in order; what it leaves is a bag otherwise
 * @param gaps ids of cases that it can not run yet, each with the reason; one that passes fails the build
 */
public record CorpusEngine(String name, String how, int share, Set<CorpusCase.Order> orders, Map<String, String> gaps) {
    public CorpusEngine {
        if (share < 1) {
            throw new IllegalArgumentException(
                    name + " must run at least some of the corpus, not one case in " + share);
        }
        orders = Set.copyOf(orders);
        gaps = Map.copyOf(gaps);
    }

    /**
     * Whether a build runs a case.
     *
     * @param number of the case, from 0
     */
    public boolean takes(int number) {
        return number % share == 0;
    }
}
