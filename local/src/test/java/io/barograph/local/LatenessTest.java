package io.barograph.local;

import static io.barograph.local.Queries.aggregate;
import static io.barograph.local.Queries.column;
import static io.barograph.local.Queries.group;
import static io.barograph.local.Queries.project;
import static io.barograph.local.Queries.query;
import static io.barograph.local.Queries.scan;
import static io.barograph.local.Queries.tumble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Plan;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.TableDescription;
import io.barograph.core.watermark.LaneClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("thorough")
class LatenessTest {
    private static final long SECOND = 1_000_000_000L;

    private static final Schema TIME = Schema.of(new Field("t", Type.TIMESTAMP));
    private static final Schema COLUMNS = Schema.of(
            new Field("t", Type.TIMESTAMP),
            new Field("key", Type.BIGINT),
            new Field("note", Type.VARCHAR),
            new Field("value", Type.BIGINT));

    @TempDir
    Path folder;

    private final Runs runs = new Runs();

    private static EventTime limits(@Nullable String per, long accept, long leap) {
        return limits(per, accept, leap, false);
    }

    private static EventTime limits(@Nullable String per, long accept, long leap, boolean inFileOrder) {
        return new EventTime("t", per, 0, accept * SECOND, accept * SECOND, EventTime.ALL, leap * SECOND, inFileOrder);
    }

    /** Files of readings in some disorder, lines that are none and times that leap among them. */
    private final class Readings {
        final List<List<String>> records = new ArrayList<>();
        final List<List<@Nullable Long>> times = new ArrayList<>();
        final List<List<Long>> keys = new ArrayList<>();

        Readings(Random random, boolean leaps) {
            int lanes = 1 + random.nextInt(3);
            for (int lane = 0; lane < lanes; lane++) {
                records.add(new ArrayList<>());
                times.add(new ArrayList<>());
                keys.add(new ArrayList<>());
                long now = 1_700_000_000L + random.nextInt(50);
                int rows = random.nextInt(200);
                for (int i = 0; i < rows; i++) {
                    now += random.nextInt(30) == 0 ? random.nextInt(200) : random.nextInt(3);
                    long time = now - random.nextInt(20);
                    time += leaps && random.nextInt(25) == 0 ? 100_000 + random.nextInt(3) * 50_000L : 0;
                    now += leaps && random.nextInt(120) == 0 ? 100_000 : 0;
                    long key = random.nextInt(3);
                    if (random.nextInt(20) == 0) {
                        records.get(lane).add("broken");
                        times.get(lane).add(null);
                    } else {
                        records.get(lane)
                                .add(time + "," + key + ",\"note" + (i % 17 == 0 ? "\n" : " ") + i + "\"," + i);
                        times.get(lane).add(time * SECOND);
                    }
                    keys.get(lane).add(key);
                }
            }
        }

        TableDescription table(EventTime limits) throws IOException {
            Path lanes = Files.createTempDirectory(folder, "lanes");
            for (int lane = 0; lane < records.size(); lane++) {
                Files.writeString(
                        lanes.resolve("lane" + lane + ".csv"),
                        "t,key,note,value\n" + String.join("\n", records.get(lane)) + "\n");
            }
            return runs.catalog
                    .table(lanes.resolve("lane*.csv").toString(), Map.of("timestamp.unit", "s"), COLUMNS)
                    .withEventTime(limits);
        }

        /** What a clock says of every record, row by row; -1 of those that are no rows. */
        List<List<Byte>> verdicts(EventTime limits) {
            List<List<Byte>> all = new ArrayList<>();
            LaneClock clock = new LaneClock(limits);
            List<Byte> heldIn = List.of();
            int held = -1;
            byte[] verdict = new byte[1];
            for (int lane = 0; lane < records.size(); lane++) {
                List<Byte> verdicts = new ArrayList<>();
                for (int i = 0; i < times.get(lane).size(); i++) {
                    Long time = times.get(lane).get(i);
                    verdicts.add((byte) -1);
                    if (time != null) {
                        clock.judge(
                                longs(Type.TIMESTAMP, time),
                                longs(Type.BIGINT, keys.get(lane).get(i)),
                                1,
                                verdict);
                        if (held >= 0) {
                            heldIn.set(held, clock.carried());
                        }
                        held = verdict[0] == LaneClock.HELD ? i : -1;
                        heldIn = verdicts;
                        verdicts.set(i, verdict[0]);
                    }
                }
                all.add(verdicts);
                boolean ends = !limits.inFileOrder() || lane == records.size() - 1;
                if (ends && held >= 0) {
                    heldIn.set(held, LaneClock.IMPLAUSIBLE);
                    held = -1;
                }
                clock = limits.inFileOrder() ? clock : new LaneClock(limits);
            }
            return all;
        }

        private LongColumn longs(Type type, long value) {
            return new LongColumn(type, new long[] {value}, Validity.ALL);
        }
    }

    private static long count(List<List<Byte>> verdicts, byte wanted) {
        return verdicts.stream()
                .flatMap(List::stream)
                .filter(verdict -> verdict == wanted)
                .count();
    }

    @Test
    void sizesOfSplitsAndNumbersOfThreadsDecideNothing() throws IOException {
        long seed = Long.getLong("barograph.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 25; round++) {
            String repeat = "-Dbarograph.seed=" + seed + " round " + round;
            EventTime limits =
                    limits(random.nextBoolean() ? "key" : null, random.nextInt(20), 50_000, random.nextBoolean());
            Readings readings = new Readings(random, random.nextBoolean());
            TableDescription table = readings.table(limits);
            List<List<Byte>> verdicts = readings.verdicts(limits);
            Plan scan = scan(table);
            List<String> used = new ArrayList<>();
            for (int lane = 0; lane < verdicts.size(); lane++) {
                for (int i = 0; i < verdicts.get(lane).size(); i++) {
                    if (verdicts.get(lane).get(i) == LaneClock.USED) {
                        used.add(i + "|");
                    }
                }
            }
            // The time is not among the columns that are asked for.
            List<String> rows = runs.sameEverywhere(query(project(scan, column(scan, 3))));
            assertThat(rows).as(repeat).isEqualTo(used);
            List<String> windows = runs.sameEverywhere(query(group(
                    tumble(scan, 0, 10),
                    List.of(4),
                    aggregate("count", Type.BIGINT),
                    aggregate("sum", Type.BIGINT, 3))));
            assertThat(windows.stream()
                            .mapToLong(window -> Long.parseLong(window.split("\\|")[1]))
                            .sum())
                    .as(repeat)
                    .isEqualTo(used.size());
        }
    }

    @Test
    void everyRowThatIsNotUsedIsToldOfWithItsTextInOrder() throws IOException {
        toldOf(limits(null, 5, 50_000));
    }

    @Test
    void andSoItIsWhereFilesAreOneLane() throws IOException {
        toldOf(limits(null, 5, 50_000, true));
    }

    private void toldOf(EventTime limits) throws IOException {
        Random random = new Random(7);
        Readings readings = new Readings(random, true);
        TableDescription table = readings.table(limits);
        List<List<Byte>> verdicts = readings.verdicts(limits);
        List<String> expected = new ArrayList<>();
        for (int lane = 0; lane < verdicts.size(); lane++) {
            for (int i = 0; i < verdicts.get(lane).size(); i++) {
                if (verdicts.get(lane).get(i) != LaneClock.USED) {
                    expected.add(readings.records.get(lane).get(i));
                }
            }
        }
        assertThat(count(verdicts, LaneClock.LATE)).isPositive();
        assertThat(count(verdicts, LaneClock.IMPLAUSIBLE)).isPositive();
        for (long split : new long[] {16, 300, 1 << 20}) {
            List<RejectedRecord> told = new ArrayList<>();
            RunSummary summary = runs.engine.run(
                    query(group(scan(table), List.of(), aggregate("count", Type.BIGINT))),
                    new TextSink(),
                    RunOptions.defaults().withThreads(3).withSplitBytes(split).withRejects(told::add));
            assertThat(told).extracting(RejectedRecord::text).containsExactlyElementsOf(expected);
            assertThat(summary.late()).isEqualTo(count(verdicts, LaneClock.LATE));
            assertThat(summary.rejected())
                    .isEqualTo(count(verdicts, LaneClock.IMPLAUSIBLE) + count(verdicts, (byte) -1));
            assertThat(summary.used()).isEqualTo(count(verdicts, LaneClock.USED));
            for (RejectedRecord record : told) {
                String text = Files.readString(Path.of(record.lane()));
                String before = text.substring(0, (int) record.offset());
                assertThat(record.line()).isEqualTo(before.lines().count() + 1);
                assertThat(text.substring((int) record.offset())).startsWith(record.text());
            }
        }
        assertThat(told(table)).anyMatch(reason -> reason.startsWith("late: column 't' is more than 00:00:05 behind"));
    }

    private List<String> told(TableDescription table) {
        List<String> reasons = new ArrayList<>();
        runs.engine.run(
                query(group(scan(table), List.of(), aggregate("count", Type.BIGINT))),
                new TextSink(),
                RunOptions.defaults().withRejects(record -> reasons.add(record.reason())));
        return reasons.stream().distinct().collect(Collectors.toList());
    }

    @Test
    void filesThatAreLeftOutChangeNothingForTheOthers() throws IOException {
        StringBuilder rows = new StringBuilder("t,key\n");
        for (int i = 0; i < 300; i++) {
            rows.append(1_700_000_000L + (i % 2 == 0 ? i : i - 20))
                    .append(',')
                    .append(i)
                    .append('\n');
        }
        Path table = folder.resolve("days");
        for (int day = 0; day < 40; day++) {
            Files.createDirectories(table.resolve("day=" + day));
            Files.writeString(table.resolve("day=" + day).resolve("part-0.csv"), rows);
        }
        Plan scan = scan(runs.catalog
                .table(table.toString(), Map.of("format", "csv", "timestamp.unit", "s"), TIME)
                .withEventTime(limits(null, 5, 50_000)));
        int day = scan.schema().indexOf("day");
        Plan one = Queries.filter(scan, "=", day, Queries.number(7));
        List<String> counted = runs.sameEverywhere(query(group(one, List.of(), aggregate("count", Type.BIGINT))));
        assertThat(counted).containsExactly("150|");
    }

    /** A file left out by its folder's name has been seen by the clock of those behind it. */
    @Test
    void filesInOrderAreJudgedByThoseThatNobodyAsksFor() throws IOException {
        Path table = folder.resolve("ordered");
        for (int day = 0; day < 3; day++) {
            Files.createDirectories(table.resolve("day=" + day));
            Files.writeString(
                    table.resolve("day=" + day).resolve("part-0.csv"),
                    "t,key\n" + (1_700_000_000L - 100 * day) + ",1\n");
        }
        for (boolean inOrder : new boolean[] {false, true}) {
            Plan scan = scan(runs.catalog
                    .table(table.toString(), Map.of("format", "csv", "timestamp.unit", "s"), TIME)
                    .withEventTime(limits(null, 5, 50_000, inOrder)));
            Plan last = Queries.filter(scan, "=", scan.schema().indexOf("day"), Queries.number(2));
            assertThat(runs.sameEverywhere(query(group(last, List.of(), aggregate("count", Type.BIGINT)))))
                    .containsExactly(inOrder ? "0|" : "1|");
        }
    }

    @Test
    void anImplausibleTimeEndsAStrictRunAndALateOneDoesNot() throws IOException {
        EventTime limits = limits(null, 5, 50_000);
        Path file = folder.resolve("strict.csv");
        Files.writeString(file, "t,key\n1700000000,1\n1700000100,1\n1700000050,1\n");
        TableDescription late = runs.catalog
                .table(file.toString(), Map.of("timestamp.unit", "s"), TIME)
                .withEventTime(limits);
        RunOptions strict = RunOptions.defaults().withStrict(true);
        Plan scan = scan(late);
        assertThat(runs.engine.run(query(scan), new TextSink(), strict).late()).isEqualTo(1);
        Files.writeString(file, "t,key\n1700000000,1\n1800000000,1\n1700000050,1\n");
        TableDescription leaping = runs.catalog
                .table(file.toString(), Map.of("timestamp.unit", "s"), TIME)
                .withEventTime(limits);
        assertThatThrownBy(() -> runs.engine.run(query(scan(leaping)), new TextSink(), strict))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BAD_DATA))
                .hasMessageContaining("strict.csv', line 3,")
                .hasMessageContaining("implausible");
    }
}
