package io.barograph.cli.live;

import io.barograph.cli.render.BoxTable.Cell;
import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.live.LiveSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a {@link TableView} as a checkpoint keeps them.
 *
 * <p><b>Layout.</b> The shape; rows that are only counted (long); then each row to the end: its key, its values, how often it is there, the
 * number of its cells, and per cell a byte, 1 for NULL, or else its text in full and as it is rounded. Texts and bytes begin with their
 * length; lengths and counts are varints.
 *
 * @param shape tables of equal texts hold the same rows
 * @param forgotten rows that are only counted
 * @param rows in their order
 */
record SavedRows(String shape, long forgotten, List<Row> rows) implements LiveSink.Shown {
    /**
     * A row, or equal ones.
     *
     * @param key what tells it apart
     * @param values all of them
     */
    record Row(ByteBuffer key, ByteBuffer values, List<Cell> cells, int count) {}

    @Override
    public void write(StateOutput output) {
        write(shape, output);
        output.writeLong(forgotten);
        for (Row row : rows) {
            write(row.key.array(), output);
            write(row.values.array(), output);
            output.writeVarint(row.count);
            output.writeVarint(row.cells.size());
            for (Cell cell : row.cells) {
                output.writeByte(cell.isNull() ? 1 : 0);
                if (!cell.isNull()) {
                    write(cell.full(), output);
                    write(cell.rounded(), output);
                }
            }
        }
    }

    private static void write(String text, StateOutput output) {
        write(text.getBytes(StandardCharsets.UTF_8), output);
    }

    private static void write(byte[] bytes, StateOutput output) {
        output.writeVarint(bytes.length);
        output.writeBytes(bytes, 0, bytes.length);
    }

    /** Reads what {@link #write} wrote; null for rows of another shape, or of another kind of place. */
    static @Nullable SavedRows read(String shape, StateInput input) {
        byte[] wanted = shape.getBytes(StandardCharsets.UTF_8);
        if (input.readVarint() != wanted.length
                || !readText(input, wanted.length).equals(shape)) {
            return null;
        }
        long forgotten = input.readLong();
        List<Row> rows = new ArrayList<>();
        while (!input.isAtEnd()) {
            ByteBuffer key = ByteBuffer.wrap(input.readBytes((int) input.readVarint()));
            ByteBuffer values = ByteBuffer.wrap(input.readBytes((int) input.readVarint()));
            int count = (int) input.readVarint();
            List<Cell> cells = new ArrayList<>();
            for (long left = input.readVarint(); left > 0; left--) {
                boolean isNull = input.readByte() == 1;
                cells.add(isNull ? Cell.ofNull() : new Cell(readText(input), readText(input), false));
            }
            rows.add(new Row(key, values, cells, count));
        }
        return new SavedRows(shape, forgotten, rows);
    }

    private static String readText(StateInput input) {
        return readText(input, (int) input.readVarint());
    }

    private static String readText(StateInput input, int length) {
        return new String(input.readBytes(length), StandardCharsets.UTF_8);
    }
}
