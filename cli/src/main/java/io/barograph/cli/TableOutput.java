package io.barograph.cli;

import io.barograph.cli.render.BoxTable;
import io.barograph.cli.render.RowWindow;
import io.barograph.core.engine.ResultSink;
import io.barograph.formats.output.AtomicFile;
import org.jspecify.annotations.Nullable;

/** An answer as a table that is drawn when it is complete, since its widths are only known then. */
final class TableOutput implements AnswerOutput {
    private final @Nullable AtomicFile file;
    private final RowWindow window;
    private final Drawing drawing;
    private final Console console;

    /** How a table is drawn. */
    @FunctionalInterface
    interface Drawing {
        /** @param colours whether the text is for a terminal that shows them */
        String draw(BoxTable table, boolean colours);
    }

    /**
     * @param name of the file to write, or null for standard output
     * @param window keeps the rows that will be shown
     */
    TableOutput(@Nullable String name, RowWindow window, Drawing drawing, Console console) {
        this.file = name == null ? null : AtomicFile.create(name);
        this.window = window;
        this.drawing = drawing;
        this.console = console;
    }

    @Override
    public ResultSink sink() {
        return window;
    }

    @Override
    public void finish() {
        String text = drawing.draw(window.table(), file == null && console.colours());
        if (file == null) {
            console.print(text);
        } else {
            file.write(text);
            file.commit();
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
