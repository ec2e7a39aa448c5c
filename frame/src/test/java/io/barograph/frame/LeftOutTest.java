package io.barograph.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an answer does not hold is told, whichever way it is taken. */
class LeftOutTest {
    private static final Logger LOGGER = Logger.getLogger("io.barograph.frame");

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            warnings.add(record.getLevel() + " " + record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Frame missing;

    @BeforeEach
    void listen() throws IOException {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
        missing = Frame.read(Files.writeString(folder.resolve("missing.csv"), "a,b\n1,2\n3\n4,5\n6,7,8\n")
                .toString());
    }

    @AfterEach
    void leave() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
    }

    @Test
    void answersCarryWhatTheRunDid() {
        Rows rows = missing.rows();
        assertThat(rows).hasSize(2);
        assertThat(rows.summary().read()).isEqualTo(4);
        assertThat(rows.summary().rejected()).isEqualTo(2);
        assertThat(missing.columns().summary().rejected()).isEqualTo(2);
    }

    @Test
    void everyWayToRunWarnsOfRejectedRecords() {
        List<Runnable> ways = List.of(
                missing::rows,
                missing::columns,
                missing::count,
                () -> missing.forEach(row -> {}),
                () -> missing.arrow(OutputStream.nullOutputStream()),
                () -> missing.write(folder.resolve("answer.csv").toString()));
        for (Runnable way : ways) {
            warnings.clear();
            way.run();
            assertThat(warnings)
                    .singleElement()
                    .asString()
                    .startsWith("WARNING 2 of 4 records rejected: ")
                    .endsWith("; see them with options(o -> o.withRejects(record -> …))");
        }
    }

    @Test
    void whoTakesTheRecordsIsNotToldHow() {
        List<String> seen = new ArrayList<>();
        missing.options(options -> options.withRejects(record -> seen.add(record.reason())))
                .rows();
        assertThat(seen).hasSize(2);
        assertThat(warnings).singleElement().asString().contains("2 of 4").doesNotContain("withRejects");
    }

    @Test
    void undefinedValuesAreTold() {
        assertThat(missing.limit(1).select("a / 0 AS q").rows().summary().undefined())
                .isNotEmpty();
        assertThat(warnings).singleElement().asString().endsWith("1 value was undefined and taken as NULL: 1 × a / 0");
    }

    @Test
    void whereAllIsWellNothingIsSaid() {
        Frame.sql("SELECT 1 AS one").rows();
        assertThat(warnings).isEmpty();
    }
}
