package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
    @Test
    void theTourRunsToItsEndAndLeavesNothingBehind() throws IOException {
        Session baro = new Session();
        Set<Path> before = folders();
        assertThat(baro.run("demo")).isZero();
        assertThat(baro.out())
                .contains("$ baro generate sensors.csv --rows 100000 --devices 100 --seed 42\n")
                .contains("$ baro summarize sensors.csv\n")
                .contains("2,800 rows (10 shown)")
                .contains("┤")
                .contains("the same answer, 7 times")
                .contains("Where to go from here");
        assertThat(folders()).isEqualTo(before);
    }

    /** Those of this process: others may run demos of theirs. */
    private static Set<Path> folders() throws IOException {
        String ours = "baro-demo-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(ours))
                    .collect(Collectors.toSet());
        }
    }
}
