package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.plan.Query;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import io.barograph.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As-of joins and joins by a stretch of time of random tables, with ties, NULLs and disorder, against a loop over all pairs: at
 * every number of threads and split, in memory and in temporary files.
 */
@Tag("thorough")
class AsOfPropertyTest {
    /** A reading or a calibration; the names of the columns are {@code t, k, v, w}. */
    private record Row(
            @Nullable Long time,
            @Nullable Long key,
            @Nullable Long value,
            String note) {
        String csv() {
            return text(time) + "," + text(key) + "," + text(value) + "," + note + "\n";
        }

        private static String text(@Nullable Long value) {
            return value == null ? "" : value.toString();
        }
    }

    /** Of equal times: by what the queries name, NULL last. */
    private static final Comparator<Row> TIES = Comparator.comparing(
                    (Row row) -> row.value(), Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Row::note);

    private final Runs runs = new Runs();
    private final Random random = Seeds.random("as-of");

    @TempDir
    Path folder;

    @Test
    void everyAsOfJoinFindsWhatALoopFinds() throws IOException {
        String[] comparisons = {"l.t >= r.t", "l.t > r.t", "l.t <= r.t", "l.t < r.t", "NEAREST(l.t, r.t)"};
        for (int round = 0; round < 40; round++) {
            List<Row> left = rows(round);
            List<Row> right = rows(round + 1);
            int comparison = round % comparisons.length;
            boolean keyed = random.nextInt(3) > 0;
            boolean outer = random.nextBoolean();
            long within = random.nextBoolean() ? random.nextInt(6) : -1;
            String on = comparisons[comparison];
            if (within >= 0) {
                on = comparison == 4
                        ? "NEAREST(l.t, r.t, " + within + ")"
                        : on + (comparison < 2 ? " AND l.t - r.t <= " : " AND r.t - l.t <= ") + within;
            }
            String sql = "SELECT l.v, l.w, r.t AS rt, r.v AS rv, r.w AS rw FROM '%s' l ASOF " + (outer ? "LEFT " : "")
                    + "JOIN '%s' r ON " + (keyed ? "l.k = r.k AND " : "") + on;
            List<String> expected = new ArrayList<>();
            for (Row row : left) {
                Row found = nearest(row, right, comparison, keyed, within);
                if (found != null || outer) {
                    expected.add(line(row, found));
                }
            }
            check(round, sql, left, right, expected);
        }
    }

    @Test
    void everyStretchOfTimeHasThePairsOfALoop() throws IOException {
        for (int round = 0; round < 20; round++) {
            List<Row> left = rows(round);
            List<Row> right = rows(round + 1);
            boolean keyed = random.nextInt(3) > 0;
            long before = random.nextInt(5);
            long after = random.nextInt(5);
            String stretch = switch (round % 3) {
                case 0 -> "r.t BETWEEN l.t - " + before + " AND l.t + " + after;
                case 1 -> "l.t - r.t <= " + before + " AND r.t - l.t <= " + after;
                default -> "l.t <= r.t + " + before + " AND r.t < l.t + " + (after + 1);
            };
            String sql = "SELECT l.v, l.w, r.t AS rt, r.v AS rv, r.w AS rw FROM '%s' l JOIN '%s' r ON "
                    + (keyed ? "l.k = r.k AND " : "") + stretch;
            List<String> expected = new ArrayList<>();
            for (Row row : left) {
                for (Row other : right) {
                    boolean meets = meets(row, other, keyed)
                            && other.time() >= row.time() - before
                            && other.time() <= row.time() + after;
                    if (meets) {
                        expected.add(line(row, other));
                    }
                }
            }
            check(round, sql, left, right, expected);
        }
    }

    /** Nothing is held in memory: partitions by key, and blocks of what has one key, or none. */
    private void check(int round, String sql, List<Row> left, List<Row> right, List<String> expected)
            throws IOException {
        Query query = query(sql.formatted(file("left" + round, left), file("right" + round, right)));
        List<String> answered = new ArrayList<>(runs.sameEverywhere(query));
        TextSink inFiles = new TextSink();
        RunOptions little =
                RunOptions.defaults().withThreads(2).withMemoryBytes(1 << 12).withTemp(folder.toString());
        RunSummary summary = runs.engine.run(query, inFiles, little);
        assertThat(summary.spilledBytes()).as("round %d", round).isPositive();
        assertThat(inFiles.lines())
                .as("round %d in temporary files: %s%s", round, sql, Seeds.repeat())
                .isEqualTo(answered);
        answered.sort(Comparator.naturalOrder());
        expected.sort(Comparator.naturalOrder());
        assertThat(answered).as("round %d: %s%s", round, sql, Seeds.repeat()).isEqualTo(expected);
    }

    private Query query(String sql) {
        return ((Statement.Select) SqlPlanner.plan(
                        sql,
                        runs.catalog,
                        ValueFinder.by((query, sink) -> runs.engine.run(query, sink, RunOptions.defaults()))))
                .query();
    }

    private static boolean meets(Row left, Row right, boolean keyed) {
        return left.time() != null
                && right.time() != null
                && (!keyed || left.key() != null && left.key().equals(right.key()));
    }

    private static @Nullable Row nearest(Row left, List<Row> right, int comparison, boolean keyed, long within) {
        Row best = null;
        for (Row row : right) {
            if (meets(left, row, keyed)) {
                long distance = left.time() - row.time();
                boolean fits = switch (comparison) {
                    case 0 -> distance >= 0;
                    case 1 -> distance > 0;
                    case 2 -> distance <= 0;
                    case 3 -> distance < 0;
                    default -> true;
                };
                if (fits
                        && (within < 0 || Math.abs(distance) <= within)
                        && (best == null || isNearer(left, row, best, comparison))) {
                    best = row;
                }
            }
        }
        return best;
    }

    private static boolean isNearer(Row left, Row row, Row best, int comparison) {
        long distance = Math.abs(left.time() - row.time());
        long least = Math.abs(left.time() - best.time());
        if (distance != least) {
            return distance < least;
        } else if (!row.time().equals(best.time())) {
            return row.time() < best.time();
        }
        boolean back = comparison < 2 || comparison == 4 && row.time() <= left.time();
        return back ? TIES.compare(row, best) > 0 : TIES.compare(row, best) < 0;
    }

    private List<Row> rows(int round) {
        int size = round % 7 == 0 ? 0 : random.nextInt(round % 4 == 0 ? 3_000 : 60);
        int times = 1 + random.nextInt(size > 100 ? 400 : 12);
        int keys = 1 + random.nextInt(6);
        List<Row> rows = new ArrayList<>(List.of(new Row(0L, 0L, 0L, "n0")));
        for (int i = 0; i < size; i++) {
            boolean inOrder = round % 2 == 0;
            long time = inOrder ? (long) i * times / size : random.nextInt(times);
            rows.add(new Row(
                    random.nextInt(10) == 0 ? null : time,
                    random.nextInt(10) == 0 ? null : (long) random.nextInt(keys),
                    random.nextInt(10) == 0 ? null : (long) random.nextInt(4),
                    "n" + random.nextInt(3)));
        }
        return rows;
    }

    private String file(String name, List<Row> rows) throws IOException {
        StringBuilder csv = new StringBuilder("t,k,v,w\n");
        rows.forEach(row -> csv.append(row.csv()));
        Path file = folder.resolve(name + ".csv");
        runs.table(file, csv.toString());
        return file.toString();
    }

    private static String line(Row left, @Nullable Row right) {
        return left.value() + "|" + left.note() + "|"
                + (right == null ? "null|null|null|" : right.time() + "|" + right.value() + "|" + right.note() + "|");
    }
}
