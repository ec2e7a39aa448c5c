package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Schema;
import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.Delivery;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import io.barograph.local.DeviceUse.Wish;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries whose rows a device adds up: the answer's bits, who computes, and what becomes of a device that fails. */
@Tag("thorough")
class DeviceMergeTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final double FAST = 1e15;
    private static final int ROWS = 30_000;

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();
    private Path file = Path.of("unknown");
    private Catalog catalog = new FileCatalog();

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

    private Query plan(String query) {
        Statement statement = SqlPlanner.plan(query.replace("FILE", "'" + file + "'"), catalog);
        return ((Statement.Select) statement).query();
    }

    private record Answer(String checksum, RunSummary summary) {}

    private Answer run(Query query, DeviceUse use, RunOptions options) {
        AnswerChecksum checksum = new AnswerChecksum(query.isOrdered());
        RunSummary summary = new LocalEngine(catalog, use).run(query, checksum.sink(), options);
        return new Answer(checksum.value(), summary);
    }

    private DeviceUse use(Wish wish) {
        return new DeviceUse(wish, notes::add);
    }

    private static void assertSame(Answer found, Answer expected) {
        String seed = "repeat with -Dbarograph.seed=" + SEED;
        assertThat(found.checksum()).as(seed).isEqualTo(expected.checksum());
        assertThat(found.summary().read()).as(seed).isEqualTo(expected.summary().read());
        assertThat(found.summary().undefined())
                .as(seed)
                .isEqualTo(expected.summary().undefined());
    }

    @ParameterizedTest
    @MethodSource("io.barograph.local.DeviceQueries#all")
    void theAnswerIsThatOfTheCpu(String text) {
        Query query = plan(text);
        Answer expected = run(query, DeviceUse.NEVER, RunOptions.defaults().withThreads(1));
        for (int threads : new int[] {1, 2, 7}) {
            RunOptions options = RunOptions.defaults().withThreads(threads).withSplitBytes(50_000);
            assertSame(run(query, use(Wish.ALWAYS), options), expected);
        }
        assertThat(PretendedDevice.CHUNKS.get()).isGreaterThan(5 * ROWS / 2 / 100);
        assertThat(notes).isEmpty();
    }

    /** Places and values of what is refused are the CPU's: so is the work. */
    @Test
    void anUndefinedResultEndsAStrictRunAsOnTheCpu() {
        Query query = plan("SELECT k, sum(x / (i - 5)) AS s FROM FILE WHERE i * i >= 0 GROUP BY k");
        RunOptions options = RunOptions.defaults().withThreads(2).withStrict(true);
        assertThatThrownBy(() -> run(query, use(Wish.ALWAYS), options))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("is undefined for (");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT DISTINCT i, k FROM FILE | groups",
                "SELECT DISTINCT i % 7 FROM FILE WHERE x > 0 | filters, expressions, groups",
                "SELECT window_end FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY window_end |"
                        + " windows, groups"
            })
    void ofKeysAloneADeviceHasNoTotals(String text, String parts) {
        assertThat(explain(use(Wish.ALWAYS), plan(text), 2, 5_000)).endsWith("; a GPU's part: " + parts + "\n");
        assertThat(explain(use(Wish.AUTO), plan(text), 1, 1L << 42)).contains(": about ", " s at best on pretended;");
    }

    @Test
    void aDeviceCountsTheValuesOfAColumn() {
        Query query = plan("SELECT k, mode(x) AS m FROM FILE WHERE y > 0 GROUP BY k");
        assertThat(explain(use(Wish.ALWAYS), query, 2, 5_000))
                .endsWith(
                        "; a GPU's part: groups, totals, counts of values; the CPU's: filters, since a GPU counts values as they come\n");
        assertThat(explain(use(Wish.AUTO), query, 1, 1L << 42))
                .isEqualTo("gpu: stage 0 on the CPU: as many values may come back with their counts as rows go there,"
                        + " and a GPU would gain nothing\n");
        run(query, use(Wish.AUTO), RunOptions.defaults());
        assertThat(PretendedDevice.CHUNKS.get()).isZero();
    }

    @Test
    void filtersStayOnTheCpuWhereNobodyAsksForMore() {
        String query = "SELECT k, sum(x * 2) AS s FROM FILE WHERE x > 0 GROUP BY k";
        assertThat(explain(use(Wish.ALWAYS), plan(query), 2, 5_000))
                .endsWith("; a GPU's part: filters, expressions, groups, totals\n");
        assertThat(explain(use(Wish.AUTO), plan(query), 2, 5_000))
                .endsWith("; a GPU's part: expressions, groups, totals; the CPU's: filters, since less is moved so\n");
        assertThat(explain(use(Wish.AUTO), plan("SELECT k, sum(x * y) AS s FROM FILE GROUP BY k"), 2, 5_000))
                .endsWith("; a GPU's part: groups, totals; the CPU's: expressions, since less is moved so\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT i, x, count(*) AS n, sum(x) AS s, max(y) AS m FROM FILE GROUP BY i, x",
                "SELECT DISTINCT i, x FROM FILE",
                "SELECT i, mode(x) AS m, median(x) AS d, max(y) AS g FROM FILE GROUP BY i",
                "SELECT x, window_start, window_end, count(*) AS n, sum(y) AS s FROM TABLE(SESSION(TABLE FILE PARTITION BY x,"
                        + " DESCRIPTOR(t), INTERVAL '90' SECOND)) GROUP BY x, window_start, window_end",
                "SELECT x, window_start, count(*) AS n, sum(y) AS s, max(i) AS m FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t),"
                        + " INTERVAL '2' MINUTE, INTERVAL '5' MINUTE)) GROUP BY x, window_start"
            })
    void groupsThatOutgrowMemoryAndDeviceAreBroughtBackInBetween(String text) {
        PretendedDevice.memory = 1;
        Query query = plan(text);
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(20_000);
        Answer expected = run(query, DeviceUse.NEVER, options);
        Answer withinMemory = run(query, use(Wish.ALWAYS), options);
        assertSame(withinMemory, expected);
        Answer found = run(query, use(Wish.ALWAYS), options.withMemoryBytes(1));
        assertSame(found, expected);
        assertThat(found.summary().spilledBytes()).isPositive();
    }

    @Test
    void theCpuAddsUpARowOnceForEachWindowAndToTheDeviceItIsMovedOnce() {
        String query = "SELECT window_start, sum(x) AS s FROM TABLE(%s)) GROUP BY window_start";
        double[] tumbling = seconds(String.format(query, "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE"));
        double[] hopping = seconds(
                String.format(query, "HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '8' MINUTE"));
        assertThat(hopping[0] / tumbling[0]).isBetween(7.0, 9.0);
        assertThat(hopping[1]).isEqualTo(tumbling[1]);
    }

    /** On one thread, and on the device. */
    private double[] seconds(String query) {
        Matcher found = Pattern.compile(": about (\\S+) s on 1 threads, (\\S+) s at best")
                .matcher(explain(use(Wish.AUTO), plan(query), 1, 1L << 42));
        assertThat(found.find()).isTrue();
        return new double[] {Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2))};
    }

    /** Rows that the device has no room for, too, and a key that is NULL for the first time when it comes back. */
    @ParameterizedTest
    @ValueSource(strings = {"i % 5000", "CASE WHEN i > 3 THEN i END", "i > 10", "y - 1e9"})
    void keysThatAreComputedGroupWhatIsLeftOver(String key) {
        PretendedDevice.memory = 1;
        PretendedDevice.chunkRows = 5_000;
        Query query = plan("SELECT " + key + " AS e, count(*) AS n, sum(x) AS s FROM FILE GROUP BY " + key);
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(200_000);
        assertThat(explain(use(Wish.ALWAYS), query, 2, 5_000))
                .endsWith("; a GPU's part: expressions, groups, totals\n");
        assertSame(run(query, use(Wish.ALWAYS), options), run(query, DeviceUse.NEVER, options));
    }

    @Test
    void windowsThatOutgrowMemoryWhileTheyComeBackAreSpilled() {
        PretendedDevice.chunkRows = 5_000;
        Query query = plan(
                "SELECT k, window_start, sum(x / (i - 1)) AS s, count(*) AS n FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t),"
                        + " INTERVAL '1' SECOND, INTERVAL '5' MINUTE)) WHERE i < 2 GROUP BY k, window_start, window_end");
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(400_000);
        Answer found = run(query, use(Wish.ALWAYS), options.withMemoryBytes(1));
        assertSame(found, run(query, DeviceUse.NEVER, options));
        assertThat(found.summary().undefined()).isNotEmpty();
        assertThat(found.summary().spilledBytes()).isPositive();
    }

    @Test
    void aRunIsCancelledWhileGroupsComeBack() {
        Query query = plan("SELECT window_start, count(*) AS n FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t),"
                + " INTERVAL '1' SECOND, INTERVAL '5' MINUTE)) GROUP BY window_start");
        Cancellation cancellation = new Cancellation();
        PretendedDevice.beforeFinish = cancellation::request;
        RunOptions options = RunOptions.defaults().withThreads(1).withCancellation(cancellation);
        assertThatThrownBy(() -> run(query, use(Wish.ALWAYS), options))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(PretendedDevice.FINISHED).hasValue(0);
    }

    @Test
    void groupsThatAreFewStayInMemoryHoweverManyRowsAreOnTheirWay() {
        PretendedDevice.chunkRows = 5_000;
        Query query = plan("SELECT k, sum(x) AS s FROM FILE GROUP BY k");
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(50_000);
        Answer found = run(query, use(Wish.ALWAYS), options.withMemoryBytes(1));
        assertSame(found, run(query, DeviceUse.NEVER, options));
        assertThat(found.summary().spilledBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT x FROM FILE | this query has no groups to add up",
                "SELECT 1 AS one FROM FILE GROUP BY () | all rows are one group, of which nothing is added up",
                "SELECT k, string_agg(k, ',') AS m FROM FILE GROUP BY k | here a group keeps:",
                "SELECT median(x) AS m, count(DISTINCT i) AS c FROM FILE | here a group keeps: set of values, count, and values of another"
                        + " column; with",
                "SELECT corr(DISTINCT x, y) AS m FROM FILE | here a group keeps: set of values, ",
                "SELECT a.k, sum(a.x) AS s FROM FILE AS a JOIN FILE AS b ON a.i = b.i GROUP BY a.k | rows that a join"
                        + " makes"
            })
    void whatADeviceCannotDoIsRefusedBeforeAnythingIsRead(String text, String reason) {
        Query query = plan(text);
        assertThatThrownBy(() -> run(query, use(Wish.ALWAYS), RunOptions.defaults()))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
                .hasMessageContainingAll("--gpu: ", reason, "; with --gpu auto, or without it, the CPU computes it");
        assertThat(PretendedDevice.opened).isZero();
        assertSame(
                run(query, use(Wish.AUTO), RunOptions.defaults()), run(query, DeviceUse.NEVER, RunOptions.defaults()));
        assertThat(PretendedDevice.opened).isZero();
    }

    /** Files that say they are larger than they are, so that a device is worth it. */
    private static Catalog large(Catalog files) {
        return new Catalog() {
            @Override
            public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
                return files.table(name, options, declared);
            }

            @Override
            public Table open(TableDescription description) {
                Table table = files.open(description);
                return (Table) Proxy.newProxyInstance(
                        Table.class.getClassLoader(), new Class<?>[] {Table.class}, (proxy, method, arguments) -> {
                            if (method.getName().equals("sizeBytes")) {
                                return 1L << 42;
                            }
                            try {
                                return method.invoke(table, arguments);
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getCause();
                            }
                        });
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"UNAVAILABLE, 1", "UNAVAILABLE, 200", "OUT_OF_MEMORY, 57"})
    void whereTheDeviceFailsTheCpuBeginsAnewWithTheSameAnswerAndBooks(ErrorCode code, int chunk) {
        fail(
                "SELECT k, stddev(x) AS s, min(x) AS l, stddev(y) AS d, max(y) AS m, stddev(i / (i - 5)) AS u,"
                        + " min(i / (i - 5)) AS v FROM FILE GROUP BY k",
                code,
                chunk);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT DISTINCT i / (i - 5) AS u FROM FILE",
                "SELECT k, last(x, i) AS m, stddev(x) AS s, stddev(y / (i - 5)) AS u, stddev(i) AS d FROM FILE GROUP BY k",
                "SELECT window_start, window_end, stddev(y / (i - 5)) AS u FROM TABLE(SESSION(TABLE FILE, DESCRIPTOR(t), INTERVAL '7'"
                        + " SECOND)) GROUP BY window_start, window_end"
            })
    void soItDoesWhateverIsMerged(String text) {
        fail(text, ErrorCode.UNAVAILABLE, 100);
    }

    private void fail(String text, ErrorCode code, int chunk) {
        catalog = large(catalog);
        Query query = plan(text);
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(50_000);
        Answer expected = run(query, DeviceUse.NEVER, options);
        assertThat(expected.summary().undefined()).isNotEmpty();
        PretendedDevice.failure = new BarographException(code, "the reason");
        PretendedDevice.failingChunk = chunk;
        assertSame(run(query, use(Wish.AUTO), options), expected);
        assertThat(notes).hasSize(2);
        assertThat(notes.get(0)).startsWith("on the GPU: about ");
        assertThat(notes.get(1)).isEqualTo("on the CPU: the reason");

        PretendedDevice.CHUNKS.set(0);
        assertThatThrownBy(() -> run(query, use(Wish.ALWAYS), options)).isSameAs(PretendedDevice.failure);
    }

    @Test
    void whereAWorkersHeapIsFullTheCpuBeginsAnew() {
        catalog = large(catalog);
        Query query = plan("SELECT k, stddev(x) AS s FROM FILE GROUP BY k");
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(50_000);
        Answer expected = run(query, DeviceUse.NEVER, options);
        PretendedDevice.failingChunk = 3;
        assertSame(run(query, use(Wish.AUTO), options), expected);
        assertThat(notes.get(1)).startsWith("on the CPU: the Java heap of ");
    }

    @Test
    void queriesThatAreDeliveredTogetherGoToTheDeviceOneByOne() {
        catalog = large(catalog);
        Query first = plan("SELECT k, sum(x) AS s FROM FILE GROUP BY k");
        Query second = plan("SELECT k, sum(y) AS s FROM FILE GROUP BY k");
        AnswerChecksum one = new AnswerChecksum(false);
        AnswerChecksum other = new AnswerChecksum(false);
        new LocalEngine(catalog, use(Wish.AUTO))
                .runAll(
                        List.of(new Delivery(first, one.sink()), new Delivery(second, other.sink())),
                        RunOptions.defaults().withThreads(1));
        assertThat(PretendedDevice.opened).isEqualTo(2);
        assertThat(one.value())
                .isEqualTo(run(first, DeviceUse.NEVER, RunOptions.defaults()).checksum());
        assertThat(other.value())
                .isEqualTo(run(second, DeviceUse.NEVER, RunOptions.defaults()).checksum());
    }

    @Test
    void aPlanSaysWhoWouldComputeAndWhy() {
        Query query = plan(DeviceQueries.WINDOWED);
        assertThat(explain(DeviceUse.NEVER, query, 2, 5_000)).isEmpty();
        assertThat(explain(use(Wish.ALWAYS), query, 2, 5_000))
                .matches("gpu: stage 0 on the GPU, as asked for: pretended; about \\S+ rows; a GPU's part: windows,"
                        + " groups, totals\n");
        assertThat(explain(use(Wish.AUTO), query, 2, 5_000))
                .matches("gpu: stage 0 on the CPU: the work of about \\S+ s is done before .* begun; about \\S+ rows; a"
                        + " GPU's part: .*\n");
        assertThat(explain(use(Wish.AUTO), query, 1, 1L << 42))
                .matches("gpu: stage 0 on the GPU: about \\S+ s on 1 threads, \\S+ s at best on pretended; about \\S+"
                        + " rows; a GPU's part: .*\n");
        assertThat(explain(use(Wish.AUTO), plan("SELECT string_agg(k, ',') AS m FROM FILE"), 2, 5_000))
                .startsWith("gpu: stage 0 on the CPU: a GPU adds up counts");
        assertThat(explain(use(Wish.AUTO), plan("SELECT x FROM FILE"), 2, 5_000))
                .isEqualTo("gpu: this query has no groups to add up\n");
        assertThat(PretendedDevice.CHUNKS).hasValue(0);
        PretendedDevice.reset(0, new BarographException(ErrorCode.UNAVAILABLE, "the reason"));
        assertThat(explain(use(Wish.ALWAYS), query, 2, 5_000)).contains("not at all: the reason");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '3' MINUTE)) GROUP BY window_start |"
                        + " windows, groups, totals",
                "HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '3' MINUTE, INTERVAL '1' MINUTE)) GROUP BY window_start |"
                        + " windows, groups, totals",
                "HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '3' MINUTE, INTERVAL '1' MINUTE)) WHERE x > 40 GROUP BY window_start |"
                        + " windows, groups, totals; the CPU's: filters, since rows may stand between windows",
                "CUMULATE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '5' DAY)) WHERE k = 'k3' AND x > 40 GROUP BY"
                        + " window_end | groups, totals; the CPU's: windows, since a row has more than 2000; filters, since a GPU has no"
                        + " instruction for comparing VARCHAR and VARCHAR",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MONTH)) GROUP BY window_start | windows, groups, totals",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY window_end | windows, groups, totals",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY k |"
                        + " groups, totals; the CPU's: windows, since rows are not grouped by their bounds",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY window_start + INTERVAL '1' HOUR |"
                        + " expressions, groups, totals; the CPU's: windows, since an expression looks at their bounds",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY floor(x / 2), window_end |"
                        + " expressions, windows, groups, totals",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY upper(k), window_end |"
                        + " windows, groups, totals; the CPU's: expressions, since a GPU has no instruction for upper of VARCHAR",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE window_start < t GROUP BY window_start |"
                        + " filters, groups, totals; the CPU's: windows, since an expression looks at their bounds",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE x > 0 GROUP BY k, window_start |"
                        + " filters, windows, groups, totals",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE abs(x) > 0.5 GROUP BY k, window_start |"
                        + " filters, windows, groups, totals",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE hour(t) BETWEEN 8 AND 17 GROUP BY k, window_start |"
                        + " filters, windows, groups, totals",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE tan(x) > 1 GROUP BY k, window_start |"
                        + " windows, groups, totals; the CPU's: filters, since a GPU has no instruction for tan of DOUBLE",
                "TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) WHERE k = 'k3' GROUP BY k, window_start |"
                        + " windows, groups, totals; the CPU's: filters, since a GPU has no instruction for comparing"
                        + " VARCHAR and VARCHAR",
                "SESSION(TABLE FILE, DESCRIPTOR(t), INTERVAL '9' SECOND)) GROUP BY window_start, window_end |"
                        + " cells, groups, totals; the CPU's: sessions, since cells become one by their times",
                "SESSION(TABLE (SELECT t, exp(x) AS e, -x AS m FROM FILE) PARTITION BY m, DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY"
                        + " m, window_start, window_end | expressions, cells, groups, totals; the CPU's: sessions, since cells become"
                        + " one by their times",
                "SESSION(TABLE FILE, DESCRIPTOR(t), INTERVAL '20000' DAY)) GROUP BY window_start, window_end |"
                        + " groups, totals; the CPU's: windows, since they last for decades; sessions, since cells become one by their"
                        + " times"
            })
    void aPlanSaysWhichPartsADeviceDoes(String from, String parts) {
        Query query = plan("SELECT count(*) AS n FROM TABLE(" + from);
        assertThat(explain(use(Wish.ALWAYS), query, 2, 5_000)).endsWith("; a GPU's part: " + parts + "\n");
        RunOptions options = RunOptions.defaults().withThreads(2).withSplitBytes(200_000);
        assertSame(run(query, use(Wish.ALWAYS), options), run(query, DeviceUse.NEVER, options));
    }

    /** What is behind a UNION ALL is the same in all its branches; what is before it is each one's own. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sum(x / (i - 5)) AS a FROM (SELECT t, x, i FROM FILE UNION ALL SELECT d AS t, y AS x, i FROM FILE) |"
                        + " expressions, groups, totals",
                "sum(x / (i - 5)) AS a FROM (SELECT x, i FROM FILE WHERE k <> 'k3' UNION ALL SELECT abs(y) AS x, i FROM FILE) |"
                        + " expressions, groups, totals; the CPU's: filters and expressions, since rows come from several places",
                "sum(x) AS a FROM (SELECT x, i FROM FILE UNION ALL SELECT x, i FROM FILE) WHERE x / (i - 5) < 7 |"
                        + " filters, groups, totals",
                "sum(x) AS a FROM (SELECT x, i FROM FILE UNION ALL SELECT y AS x, i FROM FILE) WHERE x / (i - 5) < 7 |"
                        + " filters, groups, totals",
                // Counts of what is undefined name each one's columns.
                "sum(x / (i - 5)) AS a FROM (SELECT x, i FROM FILE UNION ALL SELECT y, i FROM FILE) |"
                        + " groups, totals; the CPU's: expressions, since rows come from several places",
                "count(x) AS a FROM (SELECT x * 2 AS x FROM FILE UNION ALL SELECT y FROM FILE) |"
                        + " groups, totals; the CPU's: expressions, since rows come from several places",
                "window_start, sum(x / (i - 5)) AS a FROM TABLE(TUMBLE((SELECT t, x, i FROM FILE UNION ALL SELECT d AS t, y AS x, i FROM"
                        + " FILE), DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY window_start | expressions, windows, groups, totals",
                "window_start, sum(x / (i - 5)) AS a FROM TABLE(TUMBLE((SELECT t, x, i FROM FILE UNION ALL SELECT d, y, i FROM FILE),"
                        + " DESCRIPTOR(t), INTERVAL '1' HOUR)) GROUP BY window_start | expressions, windows, groups, totals",
                "window_start, count(*) AS a FROM (SELECT * FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' HOUR)) UNION ALL"
                        + " SELECT * FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '2' HOUR))) GROUP BY window_start |"
                        + " groups, totals; the CPU's: windows, since rows come from several places",
            })
    void whatIsBehindAUnionADeviceDoes(String select, String parts) {
        Query query = plan("SELECT " + select);
        assertThat(explain(use(Wish.ALWAYS), query, 2, 5_000)).endsWith("; a GPU's part: " + parts + "\n");
        for (int threads : new int[] {1, 3}) {
            RunOptions options = RunOptions.defaults().withThreads(threads).withSplitBytes(50_000);
            assertSame(run(query, use(Wish.ALWAYS), options), run(query, DeviceUse.NEVER, options));
        }
    }

    private String explain(DeviceUse use, Query query, int threads, long bytes) {
        return new LocalEngine(catalog, use).explainDevice(query, threads, table -> bytes);
    }
}
