package io.barograph.core.series;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.window.Grid;
import io.barograph.core.window.WindowSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A key's readings at the points of a grid: the columns of the input, filled.
 *
 * <p>Points reach from the first at or behind a key's first row to the last at or before its last row, or as {@code since} and
 * {@code until} say. Rows without a time do not count. Where a reading stands at the point, it is what comes out, of several the
 * last. NULL is no reading: each column has neighbours of its own.
 *
 * @param grid whose cells begin at the points
 * @param since the first point is at or behind it; {@link Long#MIN_VALUE} for the key's first row
 * @param until the last point is before it; {@link Long#MAX_VALUE} for the key's last row
 * @param maxGap nanoseconds, unsigned: what is further away does not fill; the distance of both neighbours for a line
 * @param time index of the TIMESTAMP column that rows are ordered by
 * @param fills by column of the input
 * @param edges whether the rows themselves come out in their windows, and points twice: at the end of the window before and at the
 *     beginning of theirs. Then {@code window_start} and {@code window_end} stand behind the columns
 */
record ResampleOperator(
        String name, Grid grid, long since, long until, long maxGap, int time, List<Fill> fills, boolean edges)
        implements FoldOperator {
    /** Nothing is too far away. */
    static final long ANY_GAP = -1L;

    ResampleOperator {
        fills = List.copyOf(fills);
    }

    @Override
    public String text() {
        return name + "(" + grid + ", time=$" + time
                + fills.stream().map(Fill::toString).collect(Collectors.joining(" ", ", fills=[", "]"))
                + (maxGap == ANY_GAP ? "" : ", max_gap=" + Long.toUnsignedString(maxGap))
                + (since == Long.MIN_VALUE ? "" : ", since=" + since)
                + (until == Long.MAX_VALUE ? "" : ", until=" + until) + ")";
    }

    /** As {@code RESAMPLE(00:01:00: temperature linear, note prev)}. */
    @Override
    public String explain(Schema input) {
        List<String> filled = new ArrayList<>();
        for (int i = 0; i < fills.size(); i++) {
            if (!(fills.get(i) instanceof Fill.Place)) {
                filled.add(input.name(i) + " " + fills.get(i));
            }
        }
        return name + "(" + grid.length().forPeople() + ": " + String.join(", ", filled) + ")";
    }

    @Override
    public Schema schema(Schema input) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < input.size(); i++) {
            Field field = input.field(i);
            fields.add(new Field(field.name(), fills.get(i).type(field.type())));
        }
        Schema filled = new Schema(fields);
        return edges ? WindowSpec.append(filled) : filled;
    }

    @Override
    public Fold newFold(Schema input, EvaluationContext context) {
        return new ResampleFold(this, input);
    }

    @Override
    public int passedOn(Schema input, int output) {
        return output < fills.size() && fills.get(output) == Fill.Place.KEY ? output : -1;
    }
}
