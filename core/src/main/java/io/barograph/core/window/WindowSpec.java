package io.barograph.core.window;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Which half-open windows {@code [start, end)} an event time falls into, as far as its own time says it.
 *
 * <p>With size 5 s and origin at the epoch: an event at 00:00:04.999999999 falls into [00:00:00, 00:00:05), one at
 * exactly 00:00:05 into [00:00:05, 00:00:10).
 *
 * <p>A window is complete when the watermark has passed its end, and forgotten by {@code retain} counted from there: whether
 * it was can be told from {@code window_end} alone, without the windows of other rows. Sessions, whose ends depend on other
 * rows, are no windows of a row but a merge: {@link io.barograph.core.plan.Plan.Sessions}.
 *
 * <p>The texts of these records are part of a plan's fingerprint.
 */
public sealed interface WindowSpec {
    /** Every time falls into exactly one window: its cell. */
    record Tumble(Grid cells) implements WindowSpec {
        @Override
        public String toString() {
            return "tumble " + cells;
        }
    }

    /**
     * A window of a size starts with every cell; a time falls into as many as reach it (into none, where cells are longer
     * than windows and it stands in a gap).
     */
    record Hop(Grid starts, Length size) implements WindowSpec {
        @Override
        public String toString() {
            return "hop " + size + " every " + starts;
        }
    }

    /**
     * In every cell windows start where it starts, and end step by step, the last with the cell: a time falls into those
     * that end behind it.
     *
     * @param step elapsed time, counted from the cell's start, or days or months of the cells' zone
     */
    record Cumulate(Grid cells, Length step) implements WindowSpec {
        @Override
        public String toString() {
            return "cumulate " + cells + " by " + step;
        }
    }

    /** The cells that windows start with. */
    default Grid grid() {
        if (this instanceof Hop hop) {
            return hop.starts();
        }
        return this instanceof Tumble tumble ? tumble.cells() : ((Cumulate) this).cells();
    }

    /** About how many windows a time falls into, for estimates only. */
    default double windows() {
        if (this instanceof Hop hop) {
            return Math.max(1, hop.size().estimate() / hop.starts().length().estimate());
        }
        return this instanceof Cumulate cumulate
                ? (1 + cumulate.cells().length().estimate() / cumulate.step().estimate()) / 2
                : 1;
    }

    /** Windows of elapsed time, one behind the other; the origin is a time at which one starts. In nanoseconds. */
    static WindowSpec tumble(long size, long origin) {
        return new Tumble(new Grid.Elapsed(size, origin));
    }

    /** Windows of elapsed time, of which one starts every slide. In nanoseconds. */
    static WindowSpec hop(long size, long slide, long origin) {
        if (size <= 0) {
            throw new IllegalArgumentException("a window's length must be above 0: " + size);
        }
        return new Hop(new Grid.Elapsed(slide, origin), Length.elapsed(size));
    }

    /** The schema with {@code window_start} and {@code window_end} behind it. */
    static Schema append(Schema input) {
        List<Field> fields = new ArrayList<>(input.fields());
        fields.add(new Field("window_start", Type.TIMESTAMP));
        fields.add(new Field("window_end", Type.TIMESTAMP));
        return new Schema(fields);
    }
}
