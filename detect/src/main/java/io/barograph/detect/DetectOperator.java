package io.barograph.detect;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.FoldFunction;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.fold.GivenColumns;
import io.barograph.core.text.DoubleText;
import io.barograph.core.zone.Zone;
import io.barograph.core.zone.Zones;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Judges metrics along a key's rows. For every row and metric a row comes out: the input's columns, then
 *
 * <ul>
 *   <li>{@code metric} VARCHAR: the name of the column judged
 *   <li>{@code score} DOUBLE from 0 to 1; NULL where the metric or the time is
 *   <li>{@code anomaly} BOOLEAN, the verdict: whether the score is at least {@link Track#ALARM}
 *   <li>{@code event} BIGINT: the anomaly's event, numbered from 1 along the key and metric; NULL where there is none
 *   <li>{@code reason} VARCHAR: why, in words and numbers; NULL where there is no anomaly
 * </ul>
 *
 * <p>Silence, which no row tells of, is a row of its own: the key's columns, the time at which it was certain, everything else of
 * the input NULL.
 *
 * @param detector how metrics are judged; those of type TIMESTAMP always as clocks
 * @param settings the detector's
 * @param rest when an event is over
 * @param zone whose hours and days a detector learns that asks for them, as {@link Zones} spells it
 * @param time index of the column that rows are ordered by: TIMESTAMP; or BIGINT, numbers whose unit is not known
 * @param keys indexes of the columns that are equal in all rows of a key
 * @param metrics indexes of the columns judged: numbers or TIMESTAMP; at least one
 */
public record DetectOperator(
        Detector detector,
        Settings settings,
        Rest rest,
        String zone,
        int time,
        List<Integer> keys,
        List<Integer> metrics)
        implements FoldOperator {
    static final String UTC = Zone.UTC.name();
    static final List<Field> RESULTS = List.of(
            new Field("metric", Type.VARCHAR),
            new Field("score", Type.DOUBLE),
            new Field("anomaly", Type.BOOLEAN),
            new Field("event", Type.BIGINT),
            new Field("reason", Type.VARCHAR));

    public DetectOperator {
        keys = List.copyOf(keys);
        metrics = List.copyOf(metrics);
    }

    /** The default detector, untuned. */
    public static DetectOperator standard(int time, List<Integer> keys, List<Integer> metrics) {
        Detector detector = Detectors.named(Detectors.STANDARD);
        return new DetectOperator(detector, Settings.standard(detector), Rest.STANDARD, UTC, time, keys, metrics);
    }

    @Override
    public String text() {
        return "DETECT(" + detector.name() + ", " + settings + ", rest=" + DoubleText.toString(rest.share()) + "/"
                + rest.rows() + (zone.equals(UTC) ? "" : ", zone=" + zone) + ", time=$" + time + ", keys="
                + columns(keys) + ", metrics=" + columns(metrics) + ")";
    }

    private static String columns(List<Integer> indexes) {
        return indexes.stream().map(index -> "$" + index).collect(Collectors.joining(" ", "[", "]"));
    }

    /**
     * @throws BarographException TYPE_MISMATCH where the time or a metric is of a type that cannot be one, or the detector needs a clock
     *     and the time is none, or has no hours that could be a zone's
     */
    @Override
    public Schema schema(Schema input) {
        Type timeType = input.type(time);
        if (timeType != Type.TIMESTAMP && timeType != Type.BIGINT) {
            throw mismatch(
                    FoldFunction.TIME,
                    input,
                    time,
                    "rows are ordered by a TIMESTAMP, or by a BIGINT that numbers them" + GivenColumns.timeHint(input));
        }
        if (timeType == Type.BIGINT && detector.needsClock()) {
            throw mismatch(
                    FoldFunction.TIME,
                    input,
                    time,
                    detector.name() + " needs the hours of a TIMESTAMP" + GivenColumns.timeHint(input));
        }
        if (timeType == Type.BIGINT && !zone.equals(UTC)) {
            throw mismatch(
                    DetectFunction.ZONE,
                    input,
                    time,
                    "a zone has the hours of a TIMESTAMP" + GivenColumns.timeHint(input));
        }
        for (int metric : metrics) {
            Type type = input.type(metric);
            if (type != Type.DOUBLE && type != Type.BIGINT && type != Type.TIMESTAMP && !type.isDecimal()) {
                throw mismatch(
                        DetectFunction.METRICS,
                        input,
                        metric,
                        "a detector judges numbers, or the clock of a TIMESTAMP");
            }
        }
        List<Field> fields = new ArrayList<>(input.fields());
        fields.addAll(RESULTS);
        return new Schema(fields);
    }

    private static BarographException mismatch(String argument, Schema input, int column, String rule) {
        return BarographException.ofArgument(
                ErrorCode.TYPE_MISMATCH,
                argument,
                input.name(column) + " is of type " + input.type(column) + "; " + rule);
    }

    @Override
    public Fold newFold(Schema input, EvaluationContext context) {
        return new DetectFold(this, input);
    }

    @Override
    public int passedOn(Schema input, int output) {
        return keys.contains(output) ? output : -1;
    }

    /** Silence is told of when time has passed. */
    @Override
    public boolean isOfRowsAlone() {
        return false;
    }

    /** The row that was judged, and the metric. */
    @Override
    public List<Integer> identity(Schema input) {
        return IntStream.rangeClosed(0, input.size()).boxed().toList();
    }

    /** A track for one of the {@link #metrics}, at the beginning of a key. */
    MetricTrack track(Schema input, int metric) {
        String name = input.name(metric);
        TimeScale scale = TimeScale.of(input, time, Zones.of(zone));
        if (input.type(metric) == Type.TIMESTAMP) {
            Detector clock = Detectors.named(Detectors.CLOCK);
            Settings own = detector.name().equals(clock.name()) ? settings : Settings.standard(clock);
            return new MetricTrack(clock.track(own, name, scale), rest);
        }
        return new MetricTrack(detector.track(settings, name, scale), rest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DetectOperator that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }
}
