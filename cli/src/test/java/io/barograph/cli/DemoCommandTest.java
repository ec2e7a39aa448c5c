package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
    @Test
    void theTourRunsToItsEnd() throws IOException {
        Session baro = new Session();
        assertThat(baro.run("demo")).isZero();
        assertThat(baro.out())
                .contains("$ baro generate ")
                .contains("$ baro summarize ")
                .contains("2,800 rows (10 shown)")
                .contains("┤")
                .contains("the same answer, 7 times")
                .contains("Where to go from here");
        Matcher data = Pattern.compile("the data stays in (.*) \\(delete it").matcher(baro.out());
        assertThat(data.find()).isTrue();
        Path file = Path.of(data.group(1));
        Files.delete(file);
        Files.delete(file.getParent());
    }
}
