package io.barograph.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameTest {
    /** Three columns of lists, structs and maps besides others. */
    private static final String NESTED = "src/test/resources/io/barograph/frame/nested.parquet";

    @TempDir
    Path folder;

    private Frame readings;

    @BeforeEach
    void readings() throws IOException {
        Path file = folder.resolve("readings.csv");
        Files.writeString(file, """
                timestamp,device_id,temperature,state
                2023-01-01 00:00:00,1,20.5,ok
                2023-01-01 00:30:00,2,21.5,ok
                2023-01-01 01:00:00,1,,stuck
                2023-01-01 01:30:00,2,30.25,ok
                2023-01-01 01:45:00,1,22.5,ok
                """);
        readings = Frame.read(file.toString());
    }

    @Test
    void verbsAreCheckedWhenTheyAreWritten() {
        assertThatThrownBy(() -> readings.where("temprature > 20"))
                .isInstanceOf(BarographException.class)
                .hasMessageStartingWith("where(\"temprature > 20\"): ")
                .hasMessageContaining("temperature");
        assertThatThrownBy(() -> readings.select("device_id", "averge(temperature)"))
                .hasMessageStartingWith("select(\"averge(temperature)\"): ");
        assertThatThrownBy(() -> readings.by("device_id").aggregate("avg(state)"))
                .hasMessageStartingWith("aggregate(\"avg(state)\"): ");
        assertThatThrownBy(() -> Frame.read(folder.resolve("absent.csv").toString()))
                .hasMessageStartingWith("read(\"" + folder.resolve("absent.csv") + "\"): ")
                .hasMessageContaining("absent.csv");
    }

    @Test
    void messagesSpeakOfWhatTheCallerWrote() {
        Frame sites = readings.select("device_id AS id", "state");
        assertThatThrownBy(() -> readings.join(sites, "device_id"))
                .hasMessageStartingWith("join(\"device_id\"): the other frame has no column device_id")
                .hasMessageEndingWith("use joinOn(INNER, other, \"l.device_id = r.name\")");
        assertThatThrownBy(() -> sites.join(JoinKind.LEFT, readings, "device_id"))
                .hasMessageContaining("this frame has no column device_id")
                .hasMessageContaining("joinOn(LEFT, ");
        assertThatThrownBy(() -> readings.latest("time")).hasMessageStartingWith("latest(\"time\"): ");
        assertThatThrownBy(() -> readings.limit(-1)).hasMessageStartingWith("limit(-1): ");
    }

    /** Several verbs make one step: each has its own part of the text. */
    @Test
    void messagesNameTheVerbThatTheMistakeWasGivenTo() {
        assertThatThrownBy(() -> readings.by("device").aggregate("count(*)"))
                .hasMessageStartingWith("by(\"device\"): there is no column device");
        Window hours = Window.tumble("tim", Duration.ofHours(1));
        assertThatThrownBy(() -> readings.window(hours).aggregate("count(*)"))
                .hasMessageStartingWith("window(\"tim\"): ");
        Window days = Window.tumble("timestamp", Period.ofDays(1)).in("Asia/Seul");
        assertThatThrownBy(() -> readings.window(days).aggregate("count(*)"))
                .hasMessageStartingWith("in(\"Asia/Seul\"): ");
        assertThatThrownBy(() -> readings.resample("tim", Duration.ofHours(1)).aggregate("count(*)"))
                .hasMessageStartingWith("resample(\"tim\"): ");
        Window sessions = Window.session("timestamp", Duration.ofHours(1));
        assertThatThrownBy(() -> readings.window(sessions).by("device").aggregate("count(*)"))
                .hasMessageStartingWith("by(\"device\"): ");
        assertThatThrownBy(() -> readings.by("device_id").pivot("stat", "count(*)"))
                .hasMessageStartingWith("pivot(\"stat\"): ");
        assertThatThrownBy(
                        () -> readings.joinAsOf(readings, AsOf.at("timestamp").by("device")))
                .hasMessageStartingWith("joinAsOf(\"device\"): ");
        assertThatThrownBy(() -> readings.along("tim").runs("state").schema())
                .hasMessageStartingWith("along(\"tim\"): ");
        assertThatThrownBy(() ->
                        readings.along("timestamp").by("device").runs("state").schema())
                .hasMessageStartingWith("by(\"device\"): ");
    }

    @Test
    void aLengthOfNothingIsRefusedWhereItIsWritten() {
        assertThatThrownBy(() -> Window.tumble("timestamp", Duration.ZERO))
                .isInstanceOf(BarographException.class)
                .hasMessageStartingWith("tumble(PT0S): a length of time must be more than nothing");
        assertThatThrownBy(() -> Window.hop("timestamp", Duration.ofMinutes(-5), Duration.ofHours(1)))
                .hasMessageStartingWith("hop(PT-5M): ");
        assertThatThrownBy(() -> Window.cumulate("timestamp", Period.ZERO, Period.ofDays(1)))
                .hasMessageStartingWith("cumulate(P0D): ");
        assertThatThrownBy(() -> readings.resample("timestamp", Duration.ZERO))
                .hasMessageStartingWith("resample(PT0S): ");
        assertThatThrownBy(() -> readings.along("timestamp").resample(Duration.ZERO))
                .hasMessageStartingWith("resample(PT0S): ");
    }

    @Test
    void columnsThatAreNamedHaveNamesOfTheirOwn() {
        assertThatThrownBy(() -> readings.select("device_id AS a", "temperature AS a"))
                .isInstanceOf(BarographException.class)
                .hasMessageStartingWith("select: two columns are called a; name them apart");
        assertThatThrownBy(() -> readings.by("device_id").aggregate("count(*) AS device_id"))
                .hasMessageStartingWith("aggregate: two columns are called device_id");
    }

    @Test
    void columnsThatAreNotSupportedAreLeftOutUntilTheyAreUsed() {
        Frame frame = Frame.read(NESTED);
        assertThat(frame.schema().names()).containsExactly("a", "we\"ird", "sp ace", "q'u");
        assertThat(frame.where("a > 1").select("\"sp ace\"").rows()).hasSize(1);
        assertThat(Frame.read(NESTED, Map.of("format", "parquet")).count()).isEqualTo(2);
        assertThatThrownBy(() -> frame.where("a > 1").select("l"))
                .hasMessageStartingWith("select(\"l\"): column l of '")
                .hasMessageContaining("is a list, which is not supported; the other columns can be used");
    }

    @Test
    void anEmptyFileIsCalledEmpty() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.csv"));
        assertThatThrownBy(() -> Frame.read(file.toString()))
                .hasMessageStartingWith("read: '" + file + "' is empty, without even a header");
    }

    @Test
    void rowsCarryJavaValues() {
        List<Row> rows = readings.where("device_id = ? AND timestamp >= ?", 1, Instant.parse("2023-01-01T01:00:00Z"))
                .rows();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).getInstant("timestamp")).isEqualTo(Instant.parse("2023-01-01T01:00:00Z"));
        assertThat(rows.get(0).isNull("temperature")).isTrue();
        assertThat(rows.get(1).getDouble("temperature")).isEqualTo(22.5);
        assertThat(rows.get(1))
                .hasToString("{timestamp=2023-01-01T01:45:00Z, device_id=1, temperature=22.5, state=ok}");
        assertThatThrownBy(() -> rows.get(0).getDouble("temperature")).hasMessageContaining("NULL");
        assertThatThrownBy(() -> rows.get(0).get("temp")).hasMessageContaining("temperature");
    }

    @Test
    void valuesCannotBecomeSql() {
        assertThat(readings.where("state = ?", "ok' OR 1 = 1 --").count()).isZero();
        assertThat(readings.where("state = 'o?' OR state = ?", "stuck").count()).isEqualTo(1);
        assertThatThrownBy(() -> readings.where("device_id = ?")).hasMessageContaining("1 question marks");
    }

    @Test
    void derivedColumnsReplaceThoseOfTheirName() {
        Frame frame = readings.derive("temperature + 273.15 AS temperature", "device_id * 10 AS tenfold");
        assertThat(frame.schema().names()).containsExactly("timestamp", "device_id", "temperature", "state", "tenfold");
        Row first = frame.rows().get(0);
        assertThat(first.getDouble("temperature")).isEqualTo(293.65);
        assertThat(first.getLong("tenfold")).isEqualTo(10);
        assertThatThrownBy(() -> readings.derive("1 AS a, 2 AS b")).hasMessageContaining("one expression per argument");
    }

    @Test
    void sessionsAreRunsOfAKeysRows() {
        List<Row> rows = readings.window(Window.session("timestamp", Duration.ofHours(2)))
                .by("device_id")
                .aggregate("count(*) AS n")
                .rows();
        List<Row> parted = readings.window(Window.session("timestamp", Duration.ofMinutes(1)))
                .by("device_id", "temperature")
                .aggregate("count(*) AS n")
                .rows();
        List<Row> whole = readings.window(Window.session("timestamp", Duration.ofDays(1)))
                .aggregate("count(*) AS n")
                .rows();
        assertThat(rows.toString())
                .isEqualTo("[{device_id=1, window_start=2023-01-01T00:00:00Z, window_end=2023-01-01T03:45:00Z, n=3}, "
                        + "{device_id=2, window_start=2023-01-01T00:30:00Z, window_end=2023-01-01T03:30:00Z, n=2}]");
        assertThat(parted).hasSize(5);
        assertThat(whole.toString())
                .isEqualTo("[{window_start=2023-01-01T00:00:00Z, window_end=2023-01-02T01:45:00Z, n=5}]");
    }

    @Test
    void windowsAreAggregatedByKeys() {
        List<Row> rows = readings.window(Window.tumble("timestamp", Duration.ofHours(1)))
                .by("device_id")
                .aggregate("count(temperature) AS n", "avg(temperature) AS mean")
                .rows();
        assertThat(rows.toString())
                .isEqualTo(
                        "[{device_id=1, window_start=2023-01-01T00:00:00Z, window_end=2023-01-01T01:00:00Z, n=1, mean=20.5}, "
                                + "{device_id=1, window_start=2023-01-01T01:00:00Z, window_end=2023-01-01T02:00:00Z, n=1, mean=22.5}, "
                                + "{device_id=2, window_start=2023-01-01T00:00:00Z, window_end=2023-01-01T01:00:00Z, n=1, mean=21.5}, "
                                + "{device_id=2, window_start=2023-01-01T01:00:00Z, window_end=2023-01-01T02:00:00Z, n=1, mean=30.25}]");
    }

    @Test
    void hoppingWindowsOverlap() {
        Frame frame = readings.window(Window.hop("timestamp", Duration.ofMinutes(30), Duration.ofHours(1)))
                .aggregate("count(*) AS n")
                .sort("window_start");
        assertThat(frame.columns().longs("n")).containsExactly(1, 2, 2, 3, 2);
    }

    @Test
    void resamplingKeepsTheNameOfTheTimeAndSorts() {
        Frame frame = readings.resample("timestamp", Duration.ofHours(1)).aggregate("max(temperature) AS most");
        assertThat(frame.rows().toString())
                .isEqualTo(
                        "[{timestamp=2023-01-01T00:00:00Z, most=21.5}, {timestamp=2023-01-01T01:00:00Z, most=30.25}]");
    }

    @Test
    void windowsOfTheCalendarAreCountedInTheirZone() {
        Frame days = readings.window(
                        Window.tumble("timestamp", Period.ofDays(1)).in("Asia/Seoul"))
                .aggregate("count(*) AS n");
        assertThat(days.rows().toString())
                .isEqualTo("[{window_start=2022-12-31T15:00:00Z, window_end=2023-01-01T15:00:00Z, n=5}]");
        Frame soFar = readings.window(Window.cumulate("timestamp", Duration.ofHours(1), Duration.ofHours(2)))
                .aggregate("count(*) AS n")
                .sort("window_end");
        assertThat(soFar.columns().longs("n")).containsExactly(2, 5);
        assertThatThrownBy(() -> readings.window(Window.tumble("timestamp", Period.of(0, 1, 1)))
                        .aggregate("count(*)"))
                .hasMessageContaining("Period");
    }

    @Test
    void joinsAddTheColumnsOfTheOther() throws IOException {
        Path file = Files.writeString(folder.resolve("devices.csv"), "device_id,site\n1,roof\n3,cellar\n");
        Frame devices = Frame.read(file.toString());
        assertThat(readings.join(devices, "device_id").schema().names())
                .containsExactly("timestamp", "device_id", "temperature", "state", "site");
        assertThat(readings.join(devices, "device_id").count()).isEqualTo(3);
        assertThat(readings.join(JoinKind.LEFT, devices, "device_id")
                        .where("site IS NULL")
                        .count())
                .isEqualTo(2);
        assertThat(readings.join(JoinKind.FULL, devices, "device_id").count()).isEqualTo(6);
        assertThat(readings.join(JoinKind.SEMI, devices, "device_id").count()).isEqualTo(3);
        assertThat(readings.join(JoinKind.ANTI, devices, "device_id").count()).isEqualTo(2);
        assertThat(readings.joinOn(JoinKind.INNER, devices, "l.device_id < r.device_id", "l.state", "r.site")
                        .count())
                .isEqualTo(5);
        assertThat(readings.joinOn(JoinKind.INNER, readings, "r.timestamp BETWEEN l.timestamp AND l.timestamp")
                        .explain())
                .contains("[a stretch found along timestamp, broadcast");
        assertThatThrownBy(() -> readings.join(devices, "device")).hasMessageStartingWith("join(\"");
    }

    @Test
    void joinsLoseNoColumnToAnotherOfItsName() {
        Frame states = readings.select("device_id", "state || '!' AS state", "timestamp AS at");
        Frame on = readings.joinOn(JoinKind.INNER, states, "l.device_id = r.device_id AND l.timestamp = r.at");
        assertThat(on.schema().names())
                .containsExactly("timestamp", "device_id", "temperature", "state", "device_id_1", "state_1", "at");
        Row first = on.sort("timestamp").rows().get(0);
        assertThat(first.getString("state")).isEqualTo("ok");
        assertThat(first.getString("state_1")).isEqualTo("ok!");
        assertThat(on.where("state_1 = 'stuck!'").count()).isEqualTo(1);

        Frame using = readings.join(JoinKind.FULL, states, "device_id");
        assertThat(using.schema().names())
                .containsExactly("timestamp", "device_id", "temperature", "state", "state_1", "at");
        assertThat(using.where("state_1 = 'stuck!'").count()).isEqualTo(3);
        assertThat(readings.join(JoinKind.SEMI, states, "device_id").schema()).isEqualTo(readings.schema());

        Frame nearest = readings.joinAsOf(readings, AsOf.at("timestamp").by("device_id"));
        assertThat(nearest.schema().names())
                .containsExactly("timestamp", "device_id", "temperature", "state", "temperature_1", "state_1");
        assertThatThrownBy(() -> readings.joinOn(JoinKind.INNER, states, "l.device_id = r.device_id", "l.*", "r.state"))
                .hasMessageStartingWith("joinOn: two columns are called state; name them apart");
        assertThatThrownBy(() -> readings.derive("1 AS one", "2 AS one"))
                .hasMessageStartingWith("derive: two columns are called one");
        assertThatThrownBy(() -> Frame.sql("SELECT 1 AS one, 2 AS one"))
                .hasMessageStartingWith("sql: two columns are called one");
    }

    @Test
    void joinAsOfFindsTheNearestRowInTime() {
        Frame checks = readings.where("state = 'stuck'").select("timestamp", "device_id", "state AS last");
        Frame joined = readings.joinAsOf(checks, AsOf.at("timestamp").by("device_id"));
        assertThat(joined.schema().names()).contains("last").doesNotHaveDuplicates();
        assertThat(joined.sql())
                .contains("ASOF LEFT JOIN", "l.\"device_id\" = r.\"device_id\" AND l.\"timestamp\" >= r.\"timestamp\"");
        assertThat(joined.explain())
                .contains("As-of left join on device_id = device_id AND timestamp >= timestamp")
                .contains("hash table, one row found along timestamp, broadcast: right side held");
        assertThat(joined.count()).isEqualTo(readings.count());
        assertThat(joined.where("last IS NOT NULL AND device_id <> 1").count()).isZero();
        assertThat(readings.joinAsOf(
                                checks, AsOf.at("timestamp").by("device_id").nearest())
                        .where("last IS NOT NULL")
                        .count())
                .isEqualTo(readings.where("device_id = 1 AND timestamp IS NOT NULL")
                        .count());
        assertThat(readings.joinAsOf(checks, AsOf.at("timestamp").forward().within(Duration.ZERO))
                        .where("last <> state")
                        .count())
                .isZero();
        assertThatThrownBy(() -> readings.joinAsOf(checks, AsOf.at("time"))).hasMessageStartingWith("joinAsOf(\"");
    }

    @Test
    void latestIsARowOfEachKey() {
        assertThat(readings.latest("timestamp", "device_id").explain())
                .contains("Fold first row along the rows of each device_id in the order of timestamp DESC");
        assertThat(readings.latest("timestamp", "device_id").count())
                .isEqualTo(readings.select("device_id").distinct().count());
        assertThat(readings.latest("timestamp").rows().get(0).getInstant("timestamp"))
                .isEqualTo(
                        readings.aggregate("max(timestamp) AS t").rows().get(0).getInstant("t"));
    }

    @Test
    void pivotGivesAColumnPerValue() {
        Frame frame = readings.by("device_id").pivot("state", "count(*)");
        assertThat(frame.rows().toString()).isEqualTo("[{device_id=1, ok=2, stuck=1}, {device_id=2, ok=2, stuck=0}]");
        assertThat(readings.by("state")
                        .pivot("device_id", "max(temperature)")
                        .schema()
                        .names())
                .containsExactly("state", "1", "2");
    }

    @Test
    void describeGivesARowPerNumericColumn() {
        List<Row> rows = readings.describe().rows();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).getString("column_name")).isEqualTo("temperature");
        assertThat(rows.get(1).getLong("count")).isEqualTo(4);
        assertThat(rows.get(1).getDouble("mean")).isEqualTo(23.6875);
        assertThat(rows.get(1).getDouble("max")).isEqualTo(30.25);
        assertThat(rows.get(1).getDouble("q25")).isEqualTo(21.25);
        assertThat(rows.get(1).getDouble("q50")).isEqualTo(22.0);
        assertThat(readings.select("CAST(temperature AS DECIMAL(6,2)) AS exact")
                        .describe()
                        .rows()
                        .get(0)
                        .getDouble("q50"))
                .isEqualTo(22.0);
        assertThatThrownBy(() -> readings.select("state").describe()).hasMessageContaining("numeric");
    }

    @Test
    void keysMayBeExpressions() {
        Frame frame = readings.by("device_id", "extract(hour FROM timestamp) AS hour")
                .aggregate("count(*) AS n")
                .sort("hour DESC", "device_id");
        assertThat(frame.rows().toString())
                .isEqualTo("[{device_id=1, hour=1, n=2}, {device_id=2, hour=1, n=1}, {device_id=1, hour=0, n=1}, "
                        + "{device_id=2, hour=0, n=1}]");
    }

    @Test
    void theAnswerPassesAsAnArrowStream() throws IOException {
        Path file = folder.resolve("passed.arrows");
        try (OutputStream target = Files.newOutputStream(file)) {
            readings.sort("timestamp").arrow(target);
            target.write(new byte[0]);
        }
        assertThat(Frame.read(file.toString()).rows())
                .isEqualTo(readings.sort("timestamp").rows());
    }

    @Test
    void columnsAreArrays() {
        Columns columns = readings.columns();
        assertThat(columns.size()).isEqualTo(5);
        assertThat(columns.longs("device_id")).containsExactly(1, 2, 1, 2, 1);
        assertThat(columns.doubles("temperature")).containsExactly(20.5, 21.5, Double.NaN, 30.25, 22.5);
        assertThat(columns.strings("state")).containsExactly("ok", "ok", "stuck", "ok", "ok");
        assertThat(columns.isNull("temperature", 2)).isTrue();
        assertThat(columns.isNull("temperature", 1)).isFalse();
        assertThatThrownBy(() -> columns.longs("temperature")).hasMessageContaining("DOUBLE");
    }

    @Test
    void columnsGrowBeyondABatch() throws IOException {
        StringBuilder text = new StringBuilder("id,v\n");
        for (int i = 0; i < 10_000; i++) {
            text.append(i)
                    .append(',')
                    .append(i % 7 == 0 ? "" : Integer.toString(i * 2))
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("many.csv"), text);
        Columns columns = Frame.read(file.toString()).columns();
        assertThat(columns.size()).isEqualTo(10_000);
        for (int i = 0; i < 10_000; i++) {
            assertThat(columns.longs("id")[i]).isEqualTo(i);
            assertThat(columns.isNull("v", i)).isEqualTo(i % 7 == 0);
            assertThat(columns.longs("v")[i]).isEqualTo(i % 7 == 0 ? 0 : i * 2);
        }
    }

    @Test
    void aFrameUsedTwiceIsWrittenOnce() {
        Frame warm = readings.where("temperature > 21");
        Frame both = warm.union(warm).distinct();
        assertThat(both.sql().split("temperature > 21", -1)).hasSize(2);
        assertThat(both.count()).isEqualTo(3);
    }

    @Test
    void theSameQueryIsThereAsText() {
        Frame frame =
                readings.where("device_id = ?", 1).sort("temperature DESC").limit(1);
        assertThat(Frame.sql(frame.sql()).rows()).isEqualTo(frame.rows());
        assertThat(frame.explain()).contains("Filter").contains("Scan");
    }

    @Test
    void optionsOfTheFormatArePassedOn() throws IOException {
        Path file = Files.writeString(folder.resolve("odd.csv"), "1;2\n3;4\n");
        Frame frame = Frame.read(file.toString(), Map.of("delimiter", ";", "header", "false"));
        assertThat(frame.schema().size()).isEqualTo(2);
        assertThat(frame.schema().type(0)).isEqualTo(Type.BIGINT);
        assertThat(frame.count()).isEqualTo(2);
    }

    /** Names that are a word of SQL, or have a dot or a hyphen. */
    @Test
    void anyOptionCanBeGiven() throws IOException {
        Path file = Files.writeString(folder.resolve("counts.csv"), "Time,v,\n60,-999,\n120,1,\n");
        Map<String, String> options = Map.of("null", "-999", "timestamp.zone", "+01:00", "trailing-delimiter", "true");
        Frame frame = Frame.read(file.toString(), options);
        assertThat(frame.schema().names()).containsExactly("Time", "v");
        assertThat(frame.aggregate("count(v) AS n").rows().get(0).getLong("n")).isEqualTo(1);
        String read = "SELECT count(v) AS n FROM read_csv('" + file
                + "', null => '-999', trailing-delimiter => 'true', timestamp.zone => '+01:00', timestamp.unit => 's',"
                + " timestamp.unit.Time => 'ms')";
        assertThat(Frame.sql(read).rows().get(0).getLong("n")).isEqualTo(1);
    }

    @Test
    void answersAreWrittenInTheFormOfTheFilesName() throws IOException {
        Path file = folder.resolve("hot.json");
        assertThat(readings.where("temperature > 30")
                        .select("device_id")
                        .write(file.toString())
                        .resultRows())
                .isEqualTo(1);
        assertThat(file).hasContent("[\n{\"device_id\":2}\n]\n");
        assertThatThrownBy(() -> readings.write(folder.resolve("hot.doc").toString()))
                .hasMessageContaining(".csv");
    }

    @Test
    void onlyQueriesCanBeFrames() {
        assertThatThrownBy(() -> Frame.sql("DESCRIBE 'x.csv'")).isInstanceOf(BarographException.class);
    }

    @Test
    void noOptionChangesTheAnswer() {
        Frame frame = readings.by("state").aggregate("sum(temperature) AS total");
        assertThat(frame.options(o -> o.withThreads(1).withSplitBytes(7)).rows())
                .isEqualTo(frame.rows());
    }
}
