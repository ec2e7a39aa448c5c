package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.plan.Query;
import io.barograph.core.text.TimestampText;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import io.barograph.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of random rows against sorting each key's rows and going through them, at every number of threads and split. */
@Tag("thorough")
class SessionPropertyTest {
    private static final long SECOND = 1_000_000_000L;

    private final Runs runs = new Runs();
    private final Random random = Seeds.random("sessions");

    @TempDir
    Path folder;

    private record Reading(@Nullable String key, @Nullable Long time, long value) {}

    @Test
    void sessionsAreThoseOfEachKeysSortedRows() throws IOException {
        for (int round = 0; round < 16; round++) {
            List<Reading> readings = readings(round);
            int gap = 1 + random.nextInt(round % 3 == 0 ? 100 : 9);
            String expected = String.join("\n", expected(readings, gap * SECOND));
            for (int arrival = 0; arrival < 2; arrival++) {
                Collections.shuffle(readings, random);
                List<String> answered = runs.sameEverywhere(query("r" + round + "-" + arrival + ".csv", readings, gap));
                assertThat(String.join("\n", answered))
                        .as("round %d: %d rows, gap %d s%s", round, readings.size(), gap, Seeds.repeat())
                        .isEqualTo(expected);
            }
        }
    }

    private List<Reading> readings(int round) {
        int size = round == 0 ? 0 : random.nextInt(round % 4 == 0 ? 5_000 : 60);
        int keys = 1 + random.nextInt(round % 5 == 0 ? 300 : 5);
        int range = 1 + random.nextInt(size == 0 ? 1 : size * 4);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            // Before 1970 and after it, whole seconds and some that miss one by a nanosecond.
            long time = (random.nextInt(range) - range / 3) * SECOND - (random.nextInt(5) == 0 ? 1 : 0);
            int key = random.nextInt(keys);
            readings.add(new Reading(
                    key == 0 ? null : "key " + key, random.nextInt(20) == 0 ? null : time, random.nextInt(1000)));
        }
        return readings;
    }

    private Query query(String name, List<Reading> readings, int gap) throws IOException {
        StringBuilder csv = new StringBuilder("key,ts,v\nnone,,1\n,1999-09-09 09:09:09,2\n");
        for (Reading reading : readings) {
            csv.append(reading.key == null ? "" : reading.key).append(',');
            csv.append(reading.time == null ? "" : TimestampText.toString(reading.time));
            csv.append(',').append(reading.value).append('\n');
        }
        Path file = folder.resolve(name);
        runs.table(file, csv.toString());
        String sql =
                "SELECT key, window_start, window_end, count(*) AS n, sum(v) AS v FROM TABLE(SESSION(TABLE '" + file
                        + "' PARTITION BY key, DESCRIPTOR(ts), INTERVAL '" + gap
                        + "' SECOND(9))) GROUP BY key, window_start, window_end";
        return ((Statement.Select) SqlPlanner.plan(sql, runs.catalog)).query();
    }

    private static List<String> expected(List<Reading> readings, long gap) {
        TreeMap<String, List<Reading>> byKey = new TreeMap<>(Comparator.nullsLast(Comparator.naturalOrder()));
        List<Reading> all = new ArrayList<>(readings);
        all.add(new Reading(null, 936_868_149L * SECOND, 2));
        for (Reading reading : all) {
            if (reading.time != null) {
                byKey.computeIfAbsent(reading.key, key -> new ArrayList<>()).add(reading);
            }
        }
        List<String> sessions = new ArrayList<>();
        byKey.forEach((key, rows) -> {
            rows.sort(Comparator.comparing(Reading::time));
            for (int from = 0; from < rows.size(); ) {
                int to = from + 1;
                long sum = rows.get(from).value;
                while (to < rows.size() && rows.get(to).time - rows.get(to - 1).time < gap) {
                    sum += rows.get(to++).value;
                }
                sessions.add(key + "|" + rows.get(from).time + "|" + (rows.get(to - 1).time + gap) + "|" + (to - from)
                        + "|" + sum + "|");
                from = to;
            }
        });
        return sessions;
    }
}
