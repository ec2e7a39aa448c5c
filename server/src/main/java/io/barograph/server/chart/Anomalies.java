package io.barograph.server.chart;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What detectors found among a result's rows: one mark per event, where its score is highest. */
final class Anomalies {
    /** Events that are told apart. */
    static final int MOST_EVENTS = 100_000;

    private final ChartColumns.@Nullable Verdict verdict;
    private final Map<Event, Mark> marks = new HashMap<>();
    private long rows;

    /**
     * Anomalies that belong together.
     *
     * @param number of the event along its line; without events, each row is one, by its own number
     */
    private record Event(String line, String metric, long number) {}

    /**
     * A place in the chart with its reason.
     *
     * @param event the same for as long as the mark is that of the same event
     * @param time in nanoseconds since 1970
     * @param value NaN where there is none: silence has no value
     * @param score from 0 to 1; NaN where it is not told
     */
    record Mark(String line, String metric, long event, long time, double value, double score, String reason) {}

    Anomalies(ChartColumns.@Nullable Verdict verdict) {
        this.verdict = verdict;
    }

    /** Takes a row, and tells whether it is an anomaly. */
    boolean add(Batch from, int row, String line, long time, double value) {
        ChartColumns.Verdict columns = verdict;
        if (columns == null) {
            return false;
        }
        String reason = text(from, columns.reason(), row);
        boolean isAnomaly = columns.anomaly() < 0
                ? reason != null
                : column(from, columns.anomaly()).validity().isPresent(row)
                        && ((BooleanColumn) column(from, columns.anomaly())).values()[row];
        if (!isAnomaly) {
            return false;
        }
        rows++;
        String metric = text(from, columns.metric(), row);
        long number = rows;
        if (columns.event() >= 0 && column(from, columns.event()).validity().isPresent(row)) {
            number = ((LongColumn) column(from, columns.event())).values()[row];
        }
        double score = Double.NaN;
        if (columns.score() >= 0 && column(from, columns.score()).validity().isPresent(row)) {
            score = ((DoubleColumn) column(from, columns.score())).values()[row];
        }
        Mark mark =
                new Mark(line, metric == null ? "" : metric, number, time, value, score, reason == null ? "" : reason);
        if (marks.size() == MOST_EVENTS && !marks.containsKey(new Event(line, mark.metric(), number))) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "more than " + MOST_EVENTS
                            + " anomalies, too many for a chart; draw fewer rows, or ask the detector for a"
                            + " higher score");
        }
        marks.merge(new Event(line, mark.metric(), number), mark, (before, now) -> isMore(now, before) ? now : before);
        return true;
    }

    /** The higher score; of equal ones the earlier row, so that a mark does not wander. */
    private static boolean isMore(Mark one, Mark other) {
        int order = Double.compare(
                Double.isNaN(one.score()) ? -1 : one.score(), Double.isNaN(other.score()) ? -1 : other.score());
        return order != 0 ? order > 0 : one.time() < other.time();
    }

    private static Column column(Batch rows, int index) {
        return rows.column(index);
    }

    private static @Nullable String text(Batch rows, int index, int row) {
        if (index < 0 || column(rows, index).validity().isNull(row)) {
            return null;
        }
        VarcharColumn texts = (VarcharColumn) column(rows, index);
        return texts.dictionary().string(texts.codes()[row]);
    }

    /** How many events there are. */
    int count() {
        return marks.size();
    }

    /** The latest ones, at most so many, in order of time. */
    List<Mark> latest(int most) {
        List<Mark> ordered = marks.values().stream()
                .sorted(Comparator.comparingLong(Mark::time)
                        .thenComparing(Mark::line)
                        .thenComparing(Mark::metric)
                        .thenComparing(Mark::reason))
                .toList();
        return ordered.subList(Math.max(0, ordered.size() - most), ordered.size());
    }
}
