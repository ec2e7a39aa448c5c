package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.formats.FileCatalog;
import io.barograph.local.DeviceUse.Wish;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A file of rows, and queries over it of which a pretended device does a part. */
abstract class DeviceFixture {
    static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    static final int ROWS = 30_000;
    private static final double FAST = 1e15;

    @TempDir
    Path folder;

    /** What a use of the device was told. */
    final List<String> notes = new ArrayList<>();

    Catalog catalog = new FileCatalog();
    private Path file = Path.of("unknown");

    @BeforeEach
    void aFile() throws IOException {
        PretendedDevice.reset(FAST, null);
        Random random = new Random(SEED);
        StringBuilder text = new StringBuilder("k,t,x,y,i,d\n");
        for (int row = 0; row < ROWS; row++) {
            text.append(random.nextInt(20) == 0 ? "" : "k" + random.nextInt(40))
                    .append(',')
                    .append(time(row))
                    .append(',')
                    .append(value(random))
                    .append(',')
                    .append(1e9 + 1e-3 * random.nextInt(1_000))
                    .append(',')
                    .append(random.nextInt(4) == 0 ? random.nextLong() >> 14 : random.nextInt(100))
                    .append(',')
                    .append(day(row, random))
                    .append('\n');
        }
        file = folder.resolve("rows.csv");
        Files.writeString(file, text);
    }

    /** Some rows have no time, and some one that no window can hold: what falls into none is counted. */
    private static String time(int row) {
        return switch (row % 9_000) {
            case 17 -> "";
            case 4_711 -> "2262-04-11T23:47:16Z";
            case 4_712 -> "1677-09-21T00:12:44Z";
            default -> "2024-01-01T00:" + (10 + row / 1_000) + ":" + (10 + row % 50) + "Z";
        };
    }

    /** Of two years: first those around the changes of clocks more often than others, then in order. */
    private static String day(int row, Random random) {
        return switch (row % 7_000) {
            case 19 -> "";
            case 20 -> "2262-04-11T23:47:16Z";
            case 21 -> "1677-09-21T00:12:44Z";
            default -> {
                if (row >= ROWS / 2) {
                    yield Instant.parse("2023-06-01T00:00:00Z")
                            .plusSeconds(4_200L * (row - ROWS / 2))
                            .toString();
                }
                Instant around = Instant.parse(random.nextBoolean() ? "2024-03-31T01:00:00Z" : "2024-10-27T01:00:00Z");
                int hours = random.nextInt(5) == 0 ? 4_000 : 40;
                yield around.plusSeconds(random.nextInt(-3_600 * hours, 3_600 * hours))
                        .toString();
            }
        };
    }

    private static String value(Random random) {
        return switch (random.nextInt(60)) {
            case 0 -> "";
            case 1 -> "-0.0";
            case 2 -> "5e-324";
            case 3 -> "-1e300";
            case 4 -> "1e300";
            case 5 -> random.nextInt(300) == 0 ? "inf" : "0";
            default -> Double.toString(random.nextGaussian() * 20 + 1e-9 * random.nextInt());
        };
    }

    @AfterEach
    void allIsGivenBack() {
        assertThat(PretendedDevice.closed).isEqualTo(PretendedDevice.opened);
        assertThat(PretendedDevice.TOTALS).hasValue(0);
    }

    Query plan(String query) {
        Statement statement = SqlPlanner.plan(query.replace("FILE", "'" + file + "'"), catalog);
        return ((Statement.Select) statement).query();
    }

    record Answer(String checksum, RunSummary summary) {}

    Answer run(Query query, DeviceUse use, RunOptions options) {
        AnswerChecksum checksum = new AnswerChecksum(query.isOrdered());
        RunSummary summary = new LocalEngine(catalog, use).run(query, checksum.sink(), options);
        return new Answer(checksum.value(), summary);
    }

    DeviceUse use(Wish wish) {
        return new DeviceUse(wish, notes::add);
    }

    static void assertSame(Answer found, Answer expected) {
        String seed = "repeat with -Dbarograph.seed=" + SEED;
        assertThat(found.checksum()).as(seed).isEqualTo(expected.checksum());
        assertThat(found.summary().read()).as(seed).isEqualTo(expected.summary().read());
        assertThat(found.summary().undefined())
                .as(seed)
                .isEqualTo(expected.summary().undefined());
    }

    String explain(DeviceUse use, Query query, int threads, long bytes) {
        return explain(use, query, RunOptions.defaults().withThreads(threads), bytes);
    }

    String explain(DeviceUse use, Query query, RunOptions options, long bytes) {
        return new LocalEngine(catalog, use).explainDevice(query, options, table -> bytes);
    }
}
