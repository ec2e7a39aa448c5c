package io.barograph.server.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.error.BarographException;
import io.barograph.server.result.KeptRows;
import io.barograph.server.result.ResultRows;
import io.barograph.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChartPictureTest {
    private static final Schema READINGS = Schema.of(
            new Field("ts", Type.TIMESTAMP),
            new Field("device_id", Type.BIGINT),
            new Field("temperature", Type.DOUBLE));
    private static final long SECOND = 1_000_000_000L;
    private static final int WIDTH = 200;

    private static KeptRows readings(long[] times, long[] devices, double[] values) {
        return new KeptRows(
                new Batch(
                        new Column[] {
                            new LongColumn(Type.TIMESTAMP, times, Validity.ALL),
                            new LongColumn(Type.BIGINT, devices, Validity.ALL),
                            new DoubleColumn(values, Validity.ALL)
                        },
                        times.length),
                IntStream.range(0, times.length).toArray());
    }

    private static Map<String, @Nullable Object> picture(Schema schema, List<KeptRows> rows, ChartRequest request) {
        return ChartPicture.of(new ResultRows(schema, null, rows, OptionalLong.empty(), null), request);
    }

    private static ChartRequest request(int width) {
        return new ChartRequest(width, null, null, null, "");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> lines(Map<String, @Nullable Object> picture) {
        return (List<Map<String, Object>>) picture.get("lines");
    }

    @SuppressWarnings("unchecked")
    private static List<Double> doubles(Object list) {
        return ((List<Number>) list).stream().map(Number::doubleValue).toList();
    }

    @Test
    void aLineHasFewReadingsAndKeepsWhatStandsOut() {
        int many = 100_000;
        Random random = Seeds.random("ChartPictureTest");
        List<Integer> order = new ArrayList<>(IntStream.range(0, many).boxed().toList());
        Collections.shuffle(order, random);
        long[] times = order.stream().mapToLong(i -> i * SECOND).toArray();
        double[] values = order.stream()
                .mapToDouble(i -> i == 77_777 ? 99 : 20 + Math.sin(i / 500.0))
                .toArray();
        Map<String, @Nullable Object> picture =
                picture(READINGS, List.of(readings(times, new long[many], values)), request(WIDTH));
        assertThat(picture)
                .containsEntry("readings", (long) many)
                .containsEntry("all", 1)
                .containsEntry("band", null);
        List<Double> drawn = doubles(lines(picture).get(0).get("values"));
        assertThat(drawn).hasSizeBetween(WIDTH, 4 * WIDTH).contains(99.0);
        List<Double> at = doubles(lines(picture).get(0).get("times"));
        assertThat(at).isSorted().hasSameSizeAs(drawn).startsWith(0.0).endsWith((many - 1) * 1000.0);
        assertThat(at.get(drawn.indexOf(99.0))).isEqualTo(77_777_000.0);
    }

    @Test
    void ofManyDevicesTheFirstAreDrawnWithABandOfAll() {
        int devices = 1_000;
        int rounds = 50;
        int many = devices * rounds;
        long[] times =
                IntStream.range(0, many).mapToLong(i -> i / devices * SECOND).toArray();
        long[] ids = IntStream.range(0, many).mapToLong(i -> i % devices).toArray();
        double[] values = IntStream.range(0, many)
                .mapToDouble(i -> i == 30_500 ? 80 : i % devices / 100.0)
                .toArray();
        Map<String, @Nullable Object> picture =
                picture(READINGS, List.of(readings(times, ids, values)), request(WIDTH));
        assertThat(picture).containsEntry("all", devices);
        assertThat(lines(picture).stream().map(line -> line.get("name")))
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
        @SuppressWarnings("unchecked")
        Map<String, Object> band = (Map<String, Object>) picture.get("band");
        assertThat(doubles(band.get("times"))).hasSize(rounds).startsWith(0.0, 1000.0);
        assertThat(doubles(band.get("least"))).containsOnly(0.0);
        // Device 500 is on no line that is drawn.
        assertThat(doubles(band.get("most"))).contains(80.0, 9.99).hasSize(rounds);

        Map<String, @Nullable Object> some = picture(
                READINGS,
                List.of(readings(times, ids, values)),
                new ChartRequest(WIDTH, "ts", "temperature", "device_id", "99"));
        assertThat(some).containsEntry("all", 19);
        assertThat(lines(some).get(0)).containsEntry("name", "99");
    }

    @Test
    void whatIsNoReadingIsNotDrawn() {
        double[] values = {1, Double.NaN, 2, Double.POSITIVE_INFINITY};
        Map<String, @Nullable Object> picture = picture(
                READINGS,
                List.of(readings(new long[] {0, 1, 2, 3}, new long[4], values)),
                new ChartRequest(1, null, null, "", ""));
        assertThat(lines(picture)).hasSize(1);
        assertThat(doubles(lines(picture).get(0).get("values"))).containsExactly(1.0, 2.0);
        assertThat(picture).containsEntry("by", null);
        assertThat(lines(picture(READINGS, List.of(), request(10)))).isEmpty();
    }

    @Test
    void timesAtBothEndsOfTheRangeAreDrawn() {
        long[] times = {Long.MIN_VALUE + 1, 0, Long.MAX_VALUE};
        Map<String, @Nullable Object> picture = picture(
                READINGS,
                List.of(readings(times, new long[3], new double[] {1, 2, 3})),
                request(ChartRequest.MOST_WIDTH));
        assertThat(doubles(lines(picture).get(0).get("values"))).containsExactly(1.0, 2.0, 3.0);
    }

    @Test
    void columnsThatDoNotServeAreRefused() {
        assertThatThrownBy(() -> picture(READINGS, List.of(), new ChartRequest(10, null, "temprature", null, "")))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("did you mean temperature?");
        assertThatThrownBy(() -> picture(READINGS, List.of(), new ChartRequest(10, "device_id", null, null, "")))
                .hasMessageContaining("'device_id' is of type BIGINT");
        Schema texts = Schema.of(new Field("a", Type.VARCHAR));
        assertThat(picture(texts, List.of(), request(10))).doesNotContainKey("lines");
    }

    /** A batch of a query's answer: {@code count} readings from the first on, of devices by turns. */
    private static Batch answer(long first, int count, int devices) {
        long[] times = new long[count];
        long[] ids = new long[count];
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            // Nearly in order, as of several lanes.
            long reading = first + (i ^ 1);
            times[i] = reading / devices * SECOND;
            ids[i] = reading % devices;
            values[i] = value(reading);
        }
        return readings(times, ids, values).batch();
    }

    /** A noise that any reading tells, with some that stand out. */
    private static double value(long reading) {
        double noise = Math.floorMod(reading * 0x9E37_79B9_7F4A_7C15L >> 20, 1_000_003) / 1_000_003.0;
        return reading % 99_991 == 7 ? 100 + noise : noise;
    }

    @Test
    void ofAnAnswerOfAnyLengthTheExtremesAreDrawnWhereTheyAre() {
        int devices = 12;
        long many = 3L * Readings.MOST_HELD / Batch.CAPACITY * Batch.CAPACITY;
        AnswerPicture sink = new AnswerPicture(request(WIDTH));
        sink.begin(READINGS);
        for (long first = 0; first < many; first += Batch.CAPACITY) {
            sink.accept(answer(first, Batch.CAPACITY, devices));
        }
        sink.end();
        Map<String, @Nullable Object> picture = sink.members();
        assertThat(picture)
                .containsEntry("total", many)
                .containsEntry("readings", many)
                .containsEntry("all", devices);
        double column = (many / devices) * 1000.0 / WIDTH;
        for (Map<String, Object> line : lines(picture)) {
            int device = Integer.parseInt((String) line.get("name"));
            List<Double> times = doubles(line.get("times"));
            List<Double> values = doubles(line.get("values"));
            assertThat(times).isSorted().hasSizeBetween(WIDTH, 4 * WIDTH);
            double[] drawn = new double[WIDTH + 1];
            for (int i = 0; i < times.size(); i++) {
                long reading = Math.round(times.get(i) / 1000) * devices + device;
                assertThat(values.get(i)).isEqualTo(value(reading));
                int at = (int) (times.get(i) / column);
                drawn[at] = Math.max(drawn[at], values.get(i));
            }
            for (long reading = device; reading < many; reading += devices) {
                int at = (int) (reading / devices * 1000.0 / column);
                double near = Math.max(drawn[Math.max(0, at - 1)], Math.max(drawn[at], drawn[Math.min(WIDTH, at + 1)]));
                if (near < value(reading)) {
                    throw new AssertionError("reading " + reading + " of device " + device + " stands out of the line");
                }
            }
        }
        // Of devices that are on no line, the band tells.
        @SuppressWarnings("unchecked")
        Map<String, Object> band = (Map<String, Object>) picture.get("band");
        double most = LongStream.range(0, many)
                .mapToDouble(ChartPictureTest::value)
                .max()
                .orElseThrow();
        assertThat(doubles(band.get("most"))).contains(most);
        assertThat(doubles(band.get("times"))).hasSize(WIDTH);
    }

    @Test
    void aColumnThatTellsEveryRowApartMakesNoLines() {
        AnswerPicture sink = new AnswerPicture(new ChartRequest(WIDTH, null, null, "device_id", ""));
        sink.begin(READINGS);
        assertThatThrownBy(() -> {
                    for (long first = 0; first < 2L * Readings.MOST_NAMES; first += Batch.CAPACITY) {
                        sink.accept(answer(first, Batch.CAPACITY, 4 * Readings.MOST_NAMES));
                    }
                })
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("'device_id' has more than 100000 different values");
    }

    @Test
    void textsThatComeAsAQueryReadsOnAreLines() {
        Schema named = Schema.of(
                new Field("ts", Type.TIMESTAMP), new Field("name", Type.VARCHAR), new Field("v", Type.DOUBLE));
        Dictionary names = new Dictionary();
        AnswerPicture sink = new AnswerPicture(request(WIDTH));
        sink.begin(named);
        for (String name : List.of("b", "a", "c")) {
            sink.accept(new Batch(
                    new Column[] {
                        new LongColumn(Type.TIMESTAMP, new long[] {0}, Validity.ALL),
                        new VarcharColumn(new int[] {names.intern(name)}, names, Validity.ALL),
                        new DoubleColumn(new double[] {1}, Validity.ALL)
                    },
                    1));
        }
        sink.end();
        assertThat(lines(sink.members()).stream().map(line -> line.get("name"))).containsExactly("a", "b", "c");
    }

    @Test
    void anomaliesAreMarkedWithTheirReasonsOncePerEvent() {
        Schema judged = Schema.of(
                new Field("ts", Type.TIMESTAMP),
                new Field("device_id", Type.BIGINT),
                new Field("temperature", Type.DOUBLE),
                new Field("humidity", Type.DOUBLE),
                new Field("metric", Type.VARCHAR),
                new Field("score", Type.DOUBLE),
                new Field("anomaly", Type.BOOLEAN),
                new Field("event", Type.BIGINT),
                new Field("reason", Type.VARCHAR));
        Dictionary texts = new Dictionary();
        int temperature = texts.intern("temperature");
        int humidity = texts.intern("humidity");
        int high = texts.intern("far above the usual");
        int silent = texts.intern("silent for 5 minutes");
        long[] words = {0b101111};
        KeptRows rows = new KeptRows(
                new Batch(
                        new Column[] {
                            new LongColumn(
                                    Type.TIMESTAMP,
                                    new long[] {0, SECOND, 2 * SECOND, 3 * SECOND, 9 * SECOND, 4 * SECOND},
                                    Validity.ALL),
                            new LongColumn(Type.BIGINT, new long[] {7, 7, 7, 7, 7, 7}, Validity.ALL),
                            new DoubleColumn(new double[] {20, 45, 50, 20, 0, 21}, Validity.of(words)),
                            new DoubleColumn(new double[] {50, 50, 50, 99, 0, 50}, Validity.of(words)),
                            new VarcharColumn(
                                    new int[] {temperature, temperature, temperature, humidity, temperature, temperature
                                    },
                                    texts,
                                    Validity.ALL),
                            new DoubleColumn(new double[] {0.1, 0.7, 0.9, 0.8, 0.6, 0.1}, Validity.ALL),
                            new BooleanColumn(new boolean[] {false, true, true, true, true, false}, Validity.ALL),
                            new LongColumn(Type.BIGINT, new long[] {0, 1, 1, 1, 2, 0}, Validity.ALL),
                            new VarcharColumn(new int[] {0, high, high, high, silent, 0}, texts, Validity.ALL)
                        },
                        6),
                new int[] {0, 1, 2, 3, 4, 5});
        Map<String, @Nullable Object> picture = picture(judged, List.of(rows), request(100));
        assertThat(picture)
                .containsEntry("value", "temperature")
                .containsEntry("by", "device_id")
                .containsEntry("anomalies", 2);
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> marks = (List<Map<String, Object>>) picture.get("marks");
        assertThat(marks.get(0))
                .containsEntry("line", "7")
                .containsEntry("time", 2000L)
                .containsEntry("value", 50.0)
                .containsEntry("score", 0.9)
                .containsEntry("reason", "far above the usual");
        // A silence has no value, but a place.
        assertThat(marks.get(1))
                .containsEntry("time", 9000L)
                .containsEntry("value", Double.NaN)
                .containsEntry("reason", "silent for 5 minutes");
        // The humidity's rows say nothing of the temperature.
        assertThat(doubles(lines(picture).get(0).get("values"))).containsExactly(20.0, 45.0, 50.0, 21.0);
    }
}
