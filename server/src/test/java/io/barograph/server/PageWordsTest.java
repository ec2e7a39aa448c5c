package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.server.pipeline.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page says the same things in all its languages, and has a word for all that the service tells it. */
class PageWordsTest {
    private static final Pattern WORD = Pattern.compile("(\\w+): \"");

    private static Set<String> words(String language) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(BarographServer.class.getResourceAsStream("page/text.js"), "the page's words")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int from = text.indexOf("  " + language + ": {");
            assertThat(from).as(language).isNotNegative();
            Set<String> words = new TreeSet<>();
            WORD.matcher(text.substring(from, text.indexOf("\n  },", from)))
                    .results()
                    .forEach(found -> words.add(found.group(1)));
            return words;
        }
    }

    @Test
    void noLanguageLacksAWord() throws IOException {
        assertThat(words("ko")).isEqualTo(words("en")).isNotEmpty();
    }

    @Test
    void thereIsAWordForEveryPhase() throws IOException {
        assertThat(words("en"))
                .containsAll(Arrays.stream(Pipeline.Phase.values())
                        .map(phase -> phase.name().toLowerCase(Locale.ROOT))
                        .toList())
                .contains("merge", "sessions", "fold", "join", "rows", "late", "rejected");
    }
}
