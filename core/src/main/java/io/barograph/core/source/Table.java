package io.barograph.core.source;

import java.io.IOException;
import java.util.List;

/** A bounded table: some lanes, each of which can be read in splits. Thread-safe. */
public interface Table {
    TableDescription description();

    /** The lanes, in the order of the description's paths. */
    List<Lane> lanes();

    /** The sizes of all lanes together, as stored. */
    default long sizeBytes() {
        long bytes = 0;
        for (Lane lane : lanes()) {
            bytes += lane.sizeBytes();
        }
        return bytes;
    }

    /**
     * Makes a reader of any number of splits, for one worker.
     *
     * @param columns as {@link ReadRequest#columns()}
     */
    TableReader newReader(int[] columns);

    /**
     * As {@link #newReader(int[])}, for whoever wants only rows for which all of the conditions are true, and drops the
     * others itself. The reader may leave out well-formed rows that cannot be among them, as far as it knows without
     * reading: it counts them as {@link SplitReader#recordsPruned()}. Malformed records are rejected all the same.
     *
     * <p>Only for tables whose rows nothing but the conditions judges: lateness, for one, must see every row.
     */
    default TableReader newReader(int[] columns, List<ColumnComparison> conditions) {
        return newReader(columns);
    }

    /**
     * Whether a lane may hold rows for which all of the conditions are true, as far as is known without opening it. Of a lane
     * that may not, nothing is read and nothing counted. The conditions are as for {@link #newReader(int[], List)}.
     */
    default boolean mayHold(Lane lane, List<ColumnComparison> conditions) {
        return true;
    }

    /** What a record's number in its lane counts: lines, unless records are no lines. */
    default String recordUnit() {
        return "line";
    }

    /** What offsets in a lane count: bytes, unless the lane is no file. */
    default String offsetUnit() {
        return "byte";
    }

    /**
     * The blocks in which the file system keeps a lane, in order and without gaps; empty where it has none, or all of it is
     * near. Borders of splits are best put where blocks meet.
     */
    default List<Block> blocks(Lane lane) throws IOException {
        return List.of();
    }

    /**
     * Opens a reader over one split.
     *
     * @param recordStart offset of the first record, where known; or -1 to guess from the bytes at the split's start. A
     *     guess is right unless a quoted line break stands across the border; whoever reads in parallel compares each
     *     reader's {@link SplitReader#endOffset()} with the next one's {@link SplitReader#startOffset()} and reads again
     *     where they differ.
     */
    default SplitReader read(Split split, long recordStart, ReadRequest request) throws IOException {
        return newReader(request.columns()).read(split, recordStart, request.rejects());
    }

    /**
     * The true offsets of the first record at or after each of these ascending offsets, found by one sequential pass:
     * for lanes in which guesses went wrong.
     */
    long[] recordStarts(Lane lane, long[] offsets) throws IOException;
}
