package io.barograph.local.live;

import io.barograph.core.column.Schema;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveTable;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.LeftOut;
import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A live table that some queries read, and its lanes. */
final class LiveSource implements AutoCloseable {
    final TableDescription description;
    final LiveTable table;
    final List<LaneState> lanes = new ArrayList<>();
    private final TreeSet<Integer> columns = new TreeSet<>();

    LiveSource(TableDescription description, LiveTable table, long now) {
        this.description = description;
        this.table = table;
        for (LiveLane lane : table.lanes()) {
            lanes.add(new LaneState(lane, description.eventTime(), now));
        }
        EventTime time = description.eventTime();
        if (time != null) {
            columns.add(description.schema().indexOf(time.column()));
            if (time.per() != null) {
                columns.add(description.schema().indexOf(time.per()));
            }
        }
    }

    /** Somebody wants columns of the table, or of what is left out of it. */
    void want(LiveQuery.Reading reading) {
        LeftOut leftOut = reading.table().leftOut();
        if (leftOut == null) {
            columns.addAll(reading.columns());
        } else if (leftOut.kind() == LeftOut.Kind.LATE) {
            reading.columns().stream()
                    .filter(column -> column < description.schema().size())
                    .forEach(columns::add);
        }
    }

    /** All columns that are read, ascending. */
    int[] columns() {
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    Schema schema() {
        return description.schema().select(columns());
    }

    @Override
    public void close() {
        table.close();
    }
}
