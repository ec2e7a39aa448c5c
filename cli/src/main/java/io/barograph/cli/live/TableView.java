package io.barograph.cli.live;

import io.barograph.cli.Console;
import io.barograph.cli.render.BoxTable;
import io.barograph.core.aggregate.StateInput;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.live.Revisions;
import java.util.List;

/** The table as it is now, drawn over itself as it changes: as many of its latest rows as the terminal has lines for. */
final class TableView extends ConsoleSink {
    /** Frame, names, types, counts, and the line that stands for the rows left out. */
    private static final int OTHER_LINES = 8;

    private final Console console;
    private final LiveScreen screen;
    private final LiveScreen.Pane pane;
    private final Schema schema;
    private final List<BoxTable.Column> columns;
    private final KeptRows rows;
    private boolean isChanged = true;

    TableView(Console console, LiveScreen screen, Schema schema, KeptRows rows) {
        this.console = console;
        this.screen = screen;
        this.pane = screen.newPane();
        this.rows = rows;
        this.schema = schema;
        columns = schema.fields().stream().map(TableView::column).toList();
    }

    private static BoxTable.Column column(Field field) {
        boolean rightAligned = field.type().isNumeric() || field.type() == Type.INTERVAL;
        return new BoxTable.Column(field.name(), field.type().name(), rightAligned);
    }

    @Override
    public Shown shown() {
        return rows.saved(schema);
    }

    @Override
    public void restore(long checkpoint, StateInput shown) {
        rows.restore(schema, shown);
    }

    @Override
    public void accept(Revisions changes) {
        rows.apply(changes);
        isChanged = true;
    }

    /** Draws what changed, unless something was drawn a moment ago: then the next pause will. */
    @Override
    public void flush() {
        if ((isChanged || screen.isResized()) && screen.isDue()) {
            draw();
        }
    }

    private void draw() {
        List<List<BoxTable.Cell>> last = rows.last(Math.max(1, pane.lines() - OTHER_LINES));
        pane.show(new BoxTable(columns, List.of(), last, rows.count()).draw(screen.width(), console.colours()));
        screen.draw();
        isChanged = false;
    }

    @Override
    public void close() {
        if (isChanged) {
            draw();
        }
    }
}
