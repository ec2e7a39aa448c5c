package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.Engine;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.plan.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs one query in ways that must not touch its answer, and compares: {@code baro verify}. For one thread; an engine has to stay
 * until the report is made.
 */
public final class Verification {
    /** Differing cells that a report names. */
    private static final int MAX_DIFFERENCES = 10;

    private static final long SMALL_SPLIT_BYTES = 64L << 10;
    private static final long MEDIUM_SPLIT_BYTES = 1L << 20;

    private final Query query;
    private final boolean ordered;
    private final RunOptions options;
    private final List<Attempt> attempts = new ArrayList<>();

    /**
     * @param ordered whether the rows' order is looked at; a live query's rows have none
     * @param options as for a usual run; threads, split size and the lanes' order are replaced by each setting's
     */
    public Verification(Query query, boolean ordered, RunOptions options) {
        this.query = query;
        this.ordered = ordered;
        this.options = options;
    }

    /**
     * A way to run the query.
     *
     * @param words that tell it from others, such as {@code 7 threads, splits of 64 KiB} or {@code on spark}
     */
    public record Way(String words, Engine engine, Setting setting) {
        /** The local engine under some setting, in the setting's words. */
        public Way(Engine engine, Setting setting) {
            this(setting.toString(), engine, setting);
        }

        /** Another engine, which decides itself how it uses its cores. */
        public static Way on(Engine engine, String words) {
            return new Way(words, engine, settings().get(1));
        }
    }

    /** How one of the runs is set. */
    public record Setting(int threads, long splitBytes, boolean reverseLanes) {
        /** In words, such as {@code 7 threads, splits of 64 KiB, files in reverse}. */
        @Override
        public String toString() {
            return threads + (threads == 1 ? " thread" : " threads") + ", splits of " + (splitBytes >> 10) + " KiB"
                    + (reverseLanes ? ", files in reverse" : "");
        }
    }

    /** A run and what came of it. */
    public record Attempt(Way way, String checksum, RunSummary summary) {}

    /**
     * A cell in which two answers differ; doubles in decimal and in hex.
     *
     * @param row from 1; of answers that are bags, after both were sorted by all columns
     * @param column its name, or {@code (row)} where one answer has no such row
     */
    public record Difference(long row, String column, String expected, String actual) {}

    /**
     * @param attempts in the order in which they ran
     * @param differences the first differing cells between the first attempt and the first one that does not agree with it;
     *     empty where all agree
     */
    public record Report(List<Attempt> attempts, List<Difference> differences) {
        public Report {
            attempts = List.copyOf(attempts);
            differences = List.copyOf(differences);
        }

        /** Whether all runs gave one checksum. */
        public boolean isSame() {
            return attempts.stream().map(Attempt::checksum).distinct().count() == 1;
        }

        /** The checksum of the first run. */
        public String checksum() {
            return attempts.get(0).checksum();
        }
    }

    /** The settings that {@code baro verify} tries: 1, 2 and 7 threads, three split sizes, both orders of files. */
    public static List<Setting> settings() {
        return List.of(
                new Setting(1, RunOptions.DEFAULT_SPLIT_BYTES, false),
                new Setting(2, RunOptions.DEFAULT_SPLIT_BYTES, false),
                new Setting(7, RunOptions.DEFAULT_SPLIT_BYTES, false),
                new Setting(1, SMALL_SPLIT_BYTES, true),
                new Setting(2, MEDIUM_SPLIT_BYTES, true),
                new Setting(7, SMALL_SPLIT_BYTES, false),
                new Setting(7, RunOptions.DEFAULT_SPLIT_BYTES, true));
    }

    /** Runs the query in a way; returns what came of it. */
    public Attempt run(Way way) {
        AnswerChecksum checksum = new AnswerChecksum(ordered);
        RunSummary summary = way.engine().run(query, checksum.sink(), with(way.setting()));
        Attempt attempt = new Attempt(way, checksum.value(), summary);
        attempts.add(attempt);
        return attempt;
    }

    /** Compares what was run so far, at least once; where answers differ, two are asked for again. */
    public Report report() {
        for (Attempt attempt : attempts) {
            if (!attempt.checksum().equals(attempts.get(0).checksum())) {
                return new Report(attempts, differences(attempts.get(0).way(), attempt.way()));
            }
        }
        return new Report(attempts, List.of());
    }

    private RunOptions with(Setting setting) {
        return options.withThreads(setting.threads())
                .withSplitBytes(setting.splitBytes())
                .withReverseLanes(setting.reverseLanes());
    }

    private List<Difference> differences(Way expected, Way actual) {
        Rows left = new Rows();
        expected.engine().run(query, left, with(expected.setting()));
        Rows right = new Rows();
        actual.engine().run(query, right, with(actual.setting()));
        return compare(left.schema(), left.inOrder(), right.inOrder());
    }

    /** The first differing cells of two answers, row by row. */
    static List<Difference> compare(Schema schema, HeldRows left, HeldRows right) {
        List<Difference> found = new ArrayList<>();
        HeldRows.RangeReader leftReader = left.newRangeReader();
        HeldRows.RangeReader rightReader = right.newRangeReader();
        long common = Math.min(left.size(), right.size());
        for (long from = 0; from < common && found.isEmpty(); from += Batch.CAPACITY) {
            int count = (int) Math.min(Batch.CAPACITY, common - from);
            Batch ours = leftReader.read(from, count);
            Batch theirs = rightReader.read(from, count);
            for (int row = 0; row < count && found.size() < MAX_DIFFERENCES; row++) {
                for (int column = 0; column < schema.size(); column++) {
                    Object expected = ours.column(column).value(row);
                    Object actual = theirs.column(column).value(row);
                    if (!Objects.equals(expected, actual)) {
                        found.add(new Difference(
                                from + row + 1, schema.name(column), describe(expected), describe(actual)));
                    }
                }
            }
        }
        if (found.isEmpty() && left.size() != right.size()) {
            found.add(new Difference(common + 1, "(row)", left.size() + " rows", right.size() + " rows"));
        }
        return found;
    }

    private static String describe(@Nullable Object value) {
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, "%s (0x%016x)", number, Double.doubleToRawLongBits(number));
        }
        return value == null ? "NULL" : value.toString();
    }

    /** A whole answer in memory. */
    private final class Rows implements ResultSink {
        private @Nullable Schema schema;
        private @Nullable RowBuffer stored;
        private @Nullable SortCollector collector;

        @Override
        public void begin(Schema answer) {
            schema = answer;
            stored = new RowBuffer(answer);
            collector = new SortCollector(answer, new RowOrder(List.of(), answer), Long.MAX_VALUE, null);
        }

        @Override
        public void accept(Batch batch) {
            if (query.isOrdered()) {
                Objects.requireNonNull(stored).append(batch);
            } else {
                Objects.requireNonNull(collector).accept(batch);
            }
        }

        @Override
        public void end() {}

        Schema schema() {
            return Objects.requireNonNull(schema);
        }

        HeldRows inOrder() {
            return query.isOrdered()
                    ? new BufferedRows(Objects.requireNonNull(stored))
                    : new SortedRows(
                            schema(), List.of(Objects.requireNonNull(collector).sort()), 0, Long.MAX_VALUE);
        }
    }
}
