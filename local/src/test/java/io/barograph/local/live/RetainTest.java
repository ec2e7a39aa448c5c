package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.SinkGroup;
import io.barograph.formats.FileCatalog;
import io.barograph.local.LocalEngine;
import io.barograph.sql.Script;
import io.barograph.sql.Session;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An explicit {@code retain} lets windows go before every row that is accepted for them has come. What comes then is retired: kept
 * among the late rows, counted, and nowhere else.
 */
@Tag("thorough")
class RetainTest {
    private static final int SEEDS = Integer.getInteger("barograph.live.seeds", 40);
    private static final long FIRST_SEED = Long.getLong("barograph.seed", 20_270_202L);

    private static final List<String> WINDOWS = List.of(
            "TUMBLE(TABLE sensors, DESCRIPTOR(t), INTERVAL '10' SECOND)",
            "HOP(TABLE sensors, DESCRIPTOR(t), INTERVAL '5' SECOND, INTERVAL '20' SECOND)",
            "CUMULATE(TABLE sensors, DESCRIPTOR(t), INTERVAL '10' SECOND, INTERVAL '30' SECOND)",
            "SESSION(TABLE sensors PARTITION BY key, DESCRIPTOR(t), INTERVAL '7' SECOND)");
    /** In how many windows a row is counted that has a time, at least and at most. */
    private static final int[][] TIMES = {{1, 1}, {4, 4}, {1, 3}, {1, 1}};

    @TempDir
    Path folder;

    private final FileCatalog files = new FileCatalog();

    private void write(Random random) throws IOException {
        int lanes = 1 + random.nextInt(3);
        for (int lane = 0; lane < 3; lane++) {
            Files.deleteIfExists(folder.resolve("lane" + lane + ".csv"));
        }
        for (int lane = 0; lane < lanes; lane++) {
            List<String> lines = new ArrayList<>(List.of("t,key,value"));
            long now = 1_700_000_000L;
            for (int i = random.nextInt(300); i >= 0; i--) {
                now += random.nextInt(3);
                long time = now - random.nextInt(20) + (random.nextInt(50) == 0 ? 200_000 : 0);
                lines.add((random.nextInt(25) == 0 ? "broken" : time) + "," + random.nextInt(3) + "," + i);
            }
            Files.write(folder.resolve("lane" + lane + ".csv"), lines);
        }
    }

    private LiveEngine.Insert bind(String name, String options, String query) {
        Session session = new Session(
                files,
                ValueFinder.by((values, sink) -> new LocalEngine(files).run(values, sink, RunOptions.defaults())),
                table -> folder.resolve(table).toString());
        String text =
                "CREATE TABLE sensors (t TIMESTAMP, key BIGINT, value BIGINT, WATERMARK FOR t AS t - INTERVAL '4' SECOND)"
                        + " WITH ('path' = '" + folder.resolve("lane*.csv") + "', 'timestamp.unit' = 's'" + options
                        + ");\n"
                        + "INSERT INTO '" + folder.resolve(name + ".csv") + "' " + query;
        Statement last = null;
        for (Script.Piece piece : session.read(text, null).pieces()) {
            last = session.bind(piece);
        }
        Statement.Insert insert = (Statement.Insert) Objects.requireNonNull(last);
        return new LiveEngine.Insert(name, insert.query(), insert.target());
    }

    private static final class Rows implements ResultSink {
        final Map<String, Integer> rows = new TreeMap<>();

        @Override
        public void begin(Schema schema) {}

        @Override
        public void accept(Batch batch) {
            for (int i = 0; i < batch.size(); i++) {
                rows.merge(batch.row(i).toString(), 1, Integer::sum);
            }
        }

        @Override
        public void end() {}
    }

    private Map<String, Integer> batch(LiveEngine.Insert insert) {
        Rows rows = new Rows();
        new LocalEngine(files).run(insert.query(), rows, RunOptions.defaults());
        return rows.rows;
    }

    /** What a live run leaves. */
    private record Left(LiveStatus status, Map<String, Integer> windows, Map<String, Integer> late) {}

    private Left run(long seed, Random random, boolean revises, String options, String windows) {
        String query = "SELECT key, count(*) AS n, window_start, window_end FROM TABLE(" + windows
                + ") GROUP BY key, window_start, window_end";
        LiveEngine.Insert insert = bind("out", options, query);
        LiveEngine.Insert late =
                bind("late", options, "SELECT reason, lane, lane_offset, value, lane_time FROM sensors$late");
        MemorySink.Place place = new MemorySink.Place();
        MemorySink.Place latePlace = new MemorySink.Place();
        boolean[] keyed = new boolean[1];
        // Crashes come while lanes are read: two of these sinks have no transaction in common that one could end
        // between.
        ReplayCatalog calm = new ReplayCatalog(seed, request -> {
            throw new IllegalStateException("it opens nothing");
        });
        ReplayCatalog catalog = new ReplayCatalog(seed, request -> {
            boolean isOut = request.target().path().endsWith("out.csv");
            keyed[0] |= isOut && request.hasKey() && revises;
            return new MemorySink(isOut ? place : latePlace, request, isOut && revises && request.hasKey(), true, calm);
        });
        LiveRun.Schedule turns = new LiveRun.Schedule() {
            private long now;

            @Override
            public int next(int parties) {
                return random.nextInt(parties);
            }

            @Override
            public long nanoTime() {
                now += random.nextInt(1_000_000);
                return now;
            }
        };
        LiveStatus status = null;
        for (int attempt = 0; status == null; attempt++) {
            catalog.failsOnceIn = attempt < 3 ? 40 + random.nextInt(80) : 0;
            try {
                status = new LiveEngine(files, catalog)
                        .run(
                                List.of(insert, late),
                                "test",
                                new SinkGroup(),
                                new LiveOptions(
                                        RunOptions.defaults().withThreads(1 + random.nextInt(3)),
                                        folder.resolve("state-" + seed + options.hashCode()),
                                        false,
                                        2_000_000L,
                                        LiveOptions.Until.ENDED,
                                        progress -> {}),
                                turns);
            } catch (BarographException e) {
                if (e.code() != ErrorCode.UNAVAILABLE) {
                    throw new AssertionError("-Dbarograph.seed=" + seed, e);
                }
            }
        }
        return new Left(status, place.rows(keyed[0]), latePlace.rows(false));
    }

    @Test
    void withLongRetainNothingDiffersFromBatch() throws IOException {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            Random random = new Random(seed);
            write(random);
            String windows = WINDOWS.get((int) Math.floorMod(seed, (long) WINDOWS.size()));
            Left left =
                    run(seed, random, random.nextBoolean(), ", 'accept' = '12 seconds', 'retain' = '1 day'", windows);
            assertThat(left.status().retired()).as("-Dbarograph.seed=%d", seed).isZero();
            assertThat(left.windows())
                    .as("-Dbarograph.seed=%d", seed)
                    .isEqualTo(batch(bind(
                            "out",
                            ", 'accept' = '12 seconds'",
                            "SELECT key, count(*) AS n, window_start, window_end FROM TABLE(" + windows
                                    + ") GROUP BY key, window_start, window_end")));
        }
    }

    @Test
    void withShortRetainEveryRowIsUsedOrAmongTheLateOnes() throws IOException {
        long retired = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            Random random = new Random(seed);
            write(random);
            int number = (int) Math.floorMod(seed, (long) WINDOWS.size());
            String how = "-Dbarograph.seed=" + seed;
            Left left = run(
                    seed,
                    random,
                    random.nextBoolean(),
                    ", 'accept' = 'ALL', 'retain' = '" + random.nextInt(3) * 4 + " seconds'",
                    WINDOWS.get(number));
            LiveStatus status = left.status();
            assertThat(status.read()).as(how).isEqualTo(status.used() + status.late() + status.rejected());
            assertThat(status.late()).as(how).isEqualTo(status.retired());
            assertThat(left.late().values().stream().mapToLong(count -> count).sum())
                    .as(how)
                    .isEqualTo(status.retired());
            assertThat(left.late().keySet()).as(how).allMatch(row -> row.startsWith("[retired, "));
            long counted = left.windows().entrySet().stream()
                    .mapToLong(
                            row -> row.getValue() * Long.parseLong(row.getKey().split(", ")[1]))
                    .sum();
            assertThat(counted).as(how).isBetween(TIMES[number][0] * status.used(), TIMES[number][1] * status.used());
            boolean isSame = left.windows()
                    .equals(batch(bind(
                            "out",
                            ", 'accept' = 'ALL'",
                            "SELECT key, count(*) AS n, window_start, window_end FROM TABLE(" + WINDOWS.get(number)
                                    + ") GROUP BY key, window_start, window_end")));
            assertThat(isSame).as(how).isEqualTo(status.retired() == 0);
            retired += status.retired();
        }
        if (SEEDS >= WINDOWS.size()) {
            assertThat(retired).isPositive();
        }
    }
}
