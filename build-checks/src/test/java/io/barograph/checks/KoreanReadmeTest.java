package io.barograph.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code README.ko.md} says what {@code README.md} says: the same blocks of code, and the same parts in the same order. */
class KoreanReadmeTest {
    private static final Pattern CODE = Pattern.compile("^```\\w*\\n.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern HEADING = Pattern.compile("^#+ ", Pattern.MULTILINE);
    private static final Pattern ITEM = Pattern.compile("^(\\* |\\|)", Pattern.MULTILINE);
    private static final Pattern PARAGRAPH = Pattern.compile("\\n\\n");
    private static final Pattern LINK = Pattern.compile("]\\((?!README)[^)]+\\)");

    @Test
    void bothReadmesHaveTheSameParts() throws IOException {
        String english = Files.readString(Tree.root().resolve("README.md"));
        String korean = Files.readString(Tree.root().resolve("README.ko.md"));
        assertThat(matches(CODE, english)).isNotEmpty();
        for (Pattern part : List.of(CODE, HEADING, ITEM, PARAGRAPH, LINK)) {
            assertThat(matches(part, korean)).as(part.pattern()).isEqualTo(matches(part, english));
        }
    }

    private static List<String> matches(Pattern pattern, String page) {
        return pattern.matcher(page).results().map(result -> result.group()).toList();
    }
}
