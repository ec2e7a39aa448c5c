package io.barograph.cli;

import io.barograph.cli.render.MarkdownTable;
import io.barograph.cli.render.RowWindow;
import io.barograph.core.engine.ResultSink;
import io.barograph.formats.output.AtomicFile;
import org.jspecify.annotations.Nullable;

/** An answer as a table that is drawn when it is complete, since its widths are only known then. */
final class TableOutput implements AnswerOutput {
    private final @Nullable AtomicFile file;
    private final RowWindow window;
    private final boolean markdown;
    private final Console console;

    /**
     * @param name of the file to write, or null for standard output
     * @param window keeps the rows that will be shown
     */
    TableOutput(@Nullable String name, RowWindow window, boolean markdown, Console console) {
        this.file = name == null ? null : AtomicFile.create(name);
        this.window = window;
        this.markdown = markdown;
        this.console = console;
    }

    @Override
    public ResultSink sink() {
        return window;
    }

    @Override
    public void finish() {
        boolean colours = file == null && console.colours();
        String text =
                markdown ? MarkdownTable.draw(window.table()) : window.table().draw(console.width(), colours);
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
