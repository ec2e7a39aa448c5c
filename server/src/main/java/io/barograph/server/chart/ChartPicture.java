package io.barograph.server.chart;

import io.barograph.core.column.Schema;
import io.barograph.server.result.KeptRows;
import io.barograph.server.result.ResultRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a chart shows of a result's rows, as JSON has it. Lines have at most four readings in a column of pixels, chosen by M4: the
 * same pixels as all of them. Of many lines the first are drawn, and a band from the least to the greatest of all. Anomalies are
 * told with their reasons, on lines that are drawn and on others.
 */
public final class ChartPicture {
    /** Lines that eyes can tell apart. */
    public static final int MOST_LINES = 8;

    /** Marks that eyes can tell apart; of more, the latest. */
    public static final int MOST_MARKS = 40;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private ChartPicture() {}

    /**
     * Draws.
     *
     * @return members of a JSON object; without lines where the columns have no time or no number
     * @throws io.barograph.core.error.BarographException where a column that was asked for is not there, or of a type that does
     *     not serve
     */
    public static Map<String, @Nullable Object> of(ResultRows rows, ChartRequest request) {
        ChartColumns columns = ChartColumns.of(rows.schema(), rows.key(), request);
        if (columns == null) {
            return chosen(rows.schema(), null);
        }
        Readings readings = new Readings(rows.schema(), columns, request, KeptRows.count(rows.rows()));
        rows.rows().forEach(some -> readings.add(some.batch(), some.positions()));
        return of(rows.schema(), columns, readings, request);
    }

    /** Which columns are drawn, by their names. */
    static Map<String, @Nullable Object> chosen(Schema schema, @Nullable ChartColumns columns) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("time", columns == null ? null : schema.name(columns.time()));
        members.put("value", columns == null ? null : schema.name(columns.value()));
        members.put("by", columns == null || columns.by() < 0 ? null : schema.name(columns.by()));
        return members;
    }

    /** Draws readings. */
    static Map<String, @Nullable Object> of(
            Schema schema, ChartColumns columns, Readings readings, ChartRequest request) {
        Map<String, @Nullable Object> members = chosen(schema, columns);
        PixelColumns pixels = readings.columns(request.width());
        int lines = readings.lineCount();
        // Milliseconds are whole here, so that what is told of each reading are few digits.
        long from = pixels == null ? 0 : Math.floorDiv(pixels.from(), NANOS_PER_MILLI);
        members.put("from", from);
        members.put("readings", readings.count());
        members.put("all", lines);
        members.put(
                "lines",
                pixels == null
                        ? List.of()
                        : readings.lines(MOST_LINES).stream()
                                .map(line -> line(line, pixels, from))
                                .toList());
        members.put("band", pixels == null || lines <= MOST_LINES ? null : band(readings.band(pixels), from));
        members.put("anomalies", readings.anomalies().count());
        members.put(
                "marks",
                readings.anomalies().latest(MOST_MARKS).stream()
                        .map(mark -> mark(mark, from))
                        .toList());
        return members;
    }

    /**
     * Refuses what cannot be drawn of a result, whatever rows it has.
     *
     * @throws io.barograph.core.error.BarographException as {@link #of}
     */
    public static void check(ResultRows rows, ChartRequest request) {
        ChartColumns unused = ChartColumns.of(rows.schema(), rows.key(), request);
    }

    private static Map<String, Object> line(Line line, PixelColumns pixels, long from) {
        List<Number> times = new ArrayList<>();
        List<Number> values = new ArrayList<>();
        for (int reading : line.chosen(pixels)) {
            times.add(millis(line.time(reading), from));
            values.add(number(line.value(reading)));
        }
        return Map.of("name", line.name(), "times", times, "values", values);
    }

    private static Map<String, Object> band(Readings.Band band, long from) {
        return Map.of(
                "times",
                Arrays.stream(band.times()).mapToObj(time -> millis(time, from)).toList(),
                "least",
                Arrays.stream(band.least()).mapToObj(ChartPicture::number).toList(),
                "most",
                Arrays.stream(band.most()).mapToObj(ChartPicture::number).toList());
    }

    private static Map<String, @Nullable Object> mark(Anomalies.Mark mark, long from) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("line", mark.line());
        members.put("metric", mark.metric());
        members.put("event", mark.event());
        members.put("time", millis(mark.time(), from));
        // No number in JSON: written as null.
        members.put("value", mark.value());
        members.put("score", mark.score());
        members.put("reason", mark.reason());
        return members;
    }

    private static Number millis(long time, long from) {
        long nanos = time - from * NANOS_PER_MILLI;
        return number(nanos / (double) NANOS_PER_MILLI);
    }

    /** A whole number without a point, so that it takes fewer bytes. */
    private static Number number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Number) (long) value : (Number) value;
    }
}
