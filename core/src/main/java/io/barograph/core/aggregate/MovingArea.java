package io.barograph.core.aggregate;

import java.util.function.Supplier;

/**
 * The areas of groups that are runs of readings, asked for in the order of the groups: what lies before a run's first reading is taken
 * away from the area of the run before, which is exact, and what lies before its last is added. A run with a value that is not finite,
 * which cannot be taken away, is added up alone.
 */
final class MovingArea {
    private final ReadingsState readings;
    private final RunGroups runs;
    private final Supplier<Area> maker;
    private Area area;
    private int start;
    private int end;
    /** How many values of the run are not finite. */
    private int notFinite;

    /**
     * @param readings of which {@link ReadingsState#runsInOrder} are these
     * @param maker of empty areas
     */
    MovingArea(ReadingsState readings, RunGroups runs, Supplier<Area> maker) {
        this.readings = readings;
        this.runs = runs;
        this.maker = maker;
        this.area = maker.get();
    }

    /** A group's area; changed by the next call. */
    Area of(int group) {
        int toStart = runs.start(group);
        int toEnd = runs.end(group);
        if (toStart < start || toStart >= end) {
            area = maker.get();
            start = toStart;
            end = toStart;
            notFinite = 0;
        }
        for (; end < toEnd; end++) {
            notFinite += readings.isFinite(end) ? 0 : 1;
            if (end > start) {
                step(end, 1);
            }
        }
        for (; start < toStart; start++) {
            notFinite -= readings.isFinite(start) ? 0 : 1;
            if (start + 1 < end) {
                step(start + 1, -1);
            }
        }
        if (notFinite == 0) {
            return area;
        }
        Area alone = maker.get();
        alone.addAll(readings.sorted(group), readings.size(group));
        return alone;
    }

    /** Adds the step to a reading from the one before it, or takes it away. */
    private void step(int next, int sign) {
        if (readings.isFinite(next - 1) && readings.isFinite(next)) {
            area.addStep(
                    readings.time(next - 1), readings.value(next - 1), readings.time(next), readings.value(next), sign);
        }
    }
}
