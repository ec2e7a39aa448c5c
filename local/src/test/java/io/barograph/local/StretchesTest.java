package io.barograph.local;

import static io.barograph.local.Queries.aggregate;
import static io.barograph.local.Queries.filter;
import static io.barograph.local.Queries.group;
import static io.barograph.local.Queries.query;
import static io.barograph.local.Queries.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.Lane;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.StretchJudge;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import io.barograph.core.source.TimeStretch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows whose times are known are passed over, and nothing else changes: not the answer, nor what is counted. */
class StretchesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int STRETCH = 10;

    private static final Schema COLUMNS = Schema.of(new Field("t", Type.TIMESTAMP), new Field("value", Type.BIGINT));

    /** Rows in memory, of a lane whose offsets count them; readers may know the times of each ten. */
    private static final class TimedTable implements Table, Catalog {
        final long[] times;
        final TableDescription description;
        final boolean knows;
        final AtomicLong given = new AtomicLong();

        TimedTable(long[] times, EventTime limits, boolean knows) {
            this.times = times;
            this.knows = knows;
            this.description = new TableDescription("t", "memory", List.of(), Map.of(), COLUMNS).withEventTime(limits);
        }

        @Override
        public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
            return description;
        }

        @Override
        public Table open(TableDescription opened) {
            return this;
        }

        @Override
        public TableDescription description() {
            return description;
        }

        @Override
        public List<Lane> lanes() {
            return List.of(new Lane(0, "memory", times.length, true));
        }

        @Override
        public TableReader newReader(int[] columns) {
            return new TableReader() {
                @Override
                public SplitReader read(Split split, long recordStart, RejectHandler rejects) {
                    return new Reader(split, columns, null);
                }

                @Override
                public SplitReader read(Split split, long recordStart, RejectHandler rejects, StretchJudge judge) {
                    return new Reader(split, columns, knows ? judge : null);
                }
            };
        }

        @Override
        public long[] recordStarts(Lane lane, long[] offsets) {
            return offsets.clone();
        }

        TimeStretch stretch(int from, int to) {
            long greatest = times[from];
            long behind = 0;
            long ahead = 0;
            for (int i = from + 1; i < to; i++) {
                behind = Math.max(behind, greatest - times[i]);
                ahead = Math.max(ahead, times[i] - greatest);
                greatest = Math.max(greatest, times[i]);
            }
            long least = Arrays.stream(times, from, to).min().orElseThrow();
            return new TimeStretch(to - from, times[from], least, greatest, behind, ahead);
        }

        private final class Reader implements SplitReader {
            private final Split split;
            private final int[] columns;
            private final @Nullable StretchJudge judge;
            private int at;
            private int last;
            private long pruned;

            Reader(Split split, int[] columns, @Nullable StretchJudge judge) {
                this.split = split;
                this.columns = columns;
                this.judge = judge;
                this.at = (int) split.start();
            }

            @Override
            public @Nullable Batch next() {
                while (at < split.end()) {
                    int from = at;
                    at = (int) Math.min(split.end(), (from / STRETCH + 1) * (long) STRETCH);
                    boolean isWhole = from % STRETCH == 0 && at == from + STRETCH;
                    if (isWhole && judge != null && judge.passesOver(stretch(from, at))) {
                        pruned += STRETCH;
                        continue;
                    }
                    last = from;
                    given.addAndGet(at - from);
                    Column[] all = {
                        new LongColumn(Type.TIMESTAMP, Arrays.copyOfRange(times, from, at), Validity.ALL),
                        new LongColumn(
                                Type.BIGINT,
                                IntStream.range(from, at).asLongStream().toArray(),
                                Validity.ALL)
                    };
                    return new Batch(all, at - from).select(columns);
                }
                return null;
            }

            @Override
            public RejectedRecord refuse(int row, String reason) {
                return new RejectedRecord("memory", last + row, 0, reason, "");
            }

            @Override
            public long startOffset() {
                return split.start();
            }

            @Override
            public long endOffset() {
                return split.end();
            }

            @Override
            public long bytesRead() {
                return at - split.start();
            }

            @Override
            public long recordsRead() {
                return at - split.start();
            }

            @Override
            public long recordsPruned() {
                return pruned;
            }

            @Override
            public void close() {}
        }
    }

    private static long[] times(Random random, boolean leaps) {
        long now = 1_700_000_000L;
        long[] times = new long[600];
        for (int i = 0; i < times.length; i++) {
            now += random.nextInt(40) == 0 ? random.nextInt(200) : random.nextInt(3);
            boolean isCalm = i / 50 % 2 == 0;
            long time = now - (isCalm ? 0 : random.nextInt(20));
            time += leaps && random.nextInt(60) == 0 ? 100_000 + random.nextInt(3) * 50_000L : 0;
            now += leaps && random.nextInt(200) == 0 ? 100_000 : 0;
            times[i] = time * SECOND;
        }
        return times;
    }

    private static String answer(TimedTable table, Plan plan, int threads, long split) {
        TextSink sink = new TextSink();
        List<String> told = new java.util.ArrayList<>();
        RunSummary summary = new LocalEngine(table)
                .run(
                        query(plan),
                        sink,
                        RunOptions.defaults()
                                .withThreads(threads)
                                .withSplitBytes(split)
                                .withRejects(record -> told.add(record.offset() + " " + record.reason())));
        assertThat(summary.read()).isEqualTo(table.times.length);
        return sink.text() + " used " + summary.used() + " late " + summary.late() + " rejected " + summary.rejected()
                + " " + told;
    }

    @Test
    void nothingChangesButWhatIsRead() {
        long seed = Long.getLong("barograph.seed", System.nanoTime());
        Random random = new Random(seed);
        long givenToAll = 0;
        long givenToSome = 0;
        for (int round = 0; round < 60; round++) {
            long[] times = times(random, random.nextBoolean());
            long accept = random.nextInt(4) == 0 ? EventTime.ALL : random.nextInt(25) * SECOND;
            EventTime limits = new EventTime("t", null, 0, accept, accept, EventTime.ALL, 50_000 * SECOND, false);
            TimedTable all = new TimedTable(times, limits, false);
            TimedTable some = new TimedTable(times, limits, true);
            long bound = times[random.nextInt(times.length)];
            Plan counted = group(
                    filter(scan(all.description), ">=", 0, new Expr.Literal(Type.TIMESTAMP, bound)),
                    List.of(),
                    aggregate("count", Type.BIGINT),
                    aggregate("sum", Type.BIGINT, 1));
            for (int threads : new int[] {1, 3}) {
                for (long split : new long[] {37, 100, 10_000}) {
                    assertThat(answer(some, counted, threads, split))
                            .as("-Dbarograph.seed=%d round %d, %d threads, splits of %d", seed, round, threads, split)
                            .isEqualTo(answer(all, counted, threads, split));
                }
            }
            givenToAll += all.given.get();
            givenToSome += some.given.get();
        }
        assertThat(givenToSome).isLessThan(givenToAll * 2 / 3);
    }
}
