package io.barograph.testkit.corpus;

import io.barograph.core.error.BarographException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What engines that leave much of the corpus out declare, in files beside it: a line per case, its id and the reason. */
final class CorpusGaps {
    private static final String FOLDER = "gaps/";
    /** The query, by where its rows go. */
    private static final Pattern QUERY = Pattern.compile("^into \\w+:? ");

    private CorpusGaps() {}

    /**
     * Reads the gaps of an engine.
     *
     * @return reasons by the ids of cases
     */
    static Map<String, String> of(String engine) {
        Map<String, String> gaps = new TreeMap<>();
        for (String line : Corpus.lines(FOLDER + engine + ".txt")) {
            int end = line.indexOf(' ');
            gaps.put(line.substring(0, end), line.substring(end + 1));
        }
        return gaps;
    }

    /** Why a case is a gap: what the refusal says, without the way out, which is always another engine or query. */
    static String reason(BarographException refused) {
        String said = String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
        return QUERY.matcher(said).replaceFirst("").split("; ", 2)[0];
    }

    /** Where the gaps of an engine stand in the source tree, seen from a test of any module. */
    static Path file(String engine) {
        return Path.of(
                System.getProperty("barograph.root", ".."),
                "testkit/src/main/resources/io/barograph/testkit/corpus/" + FOLDER + engine + ".txt");
    }
}
