package io.barograph.cli.render;

import io.barograph.cli.render.BoxTable.Cell;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.engine.ResultSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A sink that keeps an answer's first and last rows, as many as will be shown, and counts the others. */
public final class RowWindow implements ResultSink {
    private final int most;
    private final List<BoxTable.Column> columns = new ArrayList<>();
    private final List<List<Cell>> head = new ArrayList<>();
    private final ArrayDeque<List<Cell>> tail = new ArrayDeque<>();
    private long rows;

    /** @param most rows that are shown; of more, half from the start and half from the end */
    public RowWindow(int most) {
        this.most = most;
    }

    @Override
    public void begin(Schema schema) {
        columns.clear();
        head.clear();
        tail.clear();
        rows = 0;
        for (Field field : schema.fields()) {
            boolean rightAligned = field.type().isNumeric() || field.type() == Type.INTERVAL;
            columns.add(new BoxTable.Column(field.name(), field.type().name(), rightAligned));
        }
    }

    @Override
    public void accept(Batch batch) {
        int row = 0;
        for (; row < batch.size() && head.size() < most; row++) {
            head.add(cells(batch, row));
        }
        int kept = most / 2;
        for (row = Math.max(row, batch.size() - kept); row < batch.size(); row++) {
            if (tail.size() == kept) {
                tail.removeFirst();
            }
            tail.addLast(cells(batch, row));
        }
        rows += batch.size();
    }

    @Override
    public void end() {}

    /** What is to be shown of the answer. */
    public BoxTable table() {
        if (rows <= most) {
            return new BoxTable(columns, head, List.of(), rows);
        }
        List<List<Cell>> last = new ArrayList<>(tail);
        // The tail is short where the answer is hardly longer than the head: the head's rows fill it up.
        int missing = most / 2 - last.size();
        List<List<Cell>> whole = new ArrayList<>(head.subList(head.size() - missing, head.size()));
        whole.addAll(last);
        return new BoxTable(columns, head.subList(0, most - most / 2), whole, rows);
    }

    private static List<Cell> cells(Batch batch, int row) {
        List<Cell> cells = new ArrayList<>(batch.columns().length);
        for (int column = 0; column < batch.columns().length; column++) {
            cells.add(CellText.cell(batch.column(column), row));
        }
        return cells;
    }
}
