package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefectReportTest {
    @TempDir
    Path folder;

    private final Session baro = new Session().withDefect(new IllegalStateException("no such value: 4711"));

    /** The report that standard error names; it is removed. */
    private String report() throws IOException {
        Matcher named =
                Pattern.compile("please send us (\\S+baro-crash-\\S+\\.txt): ").matcher(baro.err());
        assertThat(named.find()).as(baro.err()).isTrue();
        Path file = Path.of(named.group(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String text = Files.readString(file);
        Files.delete(file);
        return text;
    }

    @Test
    void aDefectNamesTheFileThatTellsWhereItIs() throws IOException {
        String file = Files.writeString(folder.resolve("r.csv"), "a,b\n1,2\n").toString();
        assertThat(baro.run("SELECT a, b FROM '" + file + "'")).isEqualTo(1);
        assertThat(baro.err())
                .startsWith(
                        "error: a defect in baro ended this run, sorry (java.lang.IllegalStateException: no such value")
                .hasLineCount(1);
        assertThat(report())
                .contains("barograph ", "Java ", "time zones ")
                .contains("SELECT a, b FROM '" + file + "'")
                .contains("java.lang.IllegalStateException\n\tat io.barograph.cli.Session$")
                .contains("io.barograph.formats.output.StreamSink")
                .doesNotContain("4711");
    }

    @Test
    void secretsAreHidden() throws IOException {
        assertThat(baro.run("SELECT 1 AS one -- WITH ('sasl.password' = 'hunter2')"))
                .isEqualTo(1);
        assertThat(report()).contains("SELECT 1 AS one").contains("'(hidden)'").doesNotContain("hunter");
        assertThat(DefectReport.ofLine(List.of("--conf", "store.password=hunter3", "--set", "a=b")))
                .isEqualTo("command: --conf store.password=(hidden) --set a=b");
        assertThat(DefectReport.ofLine(List.of("--set=password=hunter4 and more", "--conf=fs.secret.key=a=b", "a=b=c")))
                .isEqualTo("command: --set=password=(hidden) --conf=fs.secret.key=(hidden) a=b=c");
    }
}
