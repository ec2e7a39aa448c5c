package io.barograph.local;

import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.stage.PlanCodec;
import io.barograph.local.spill.ByteBlock;

/**
 * What tasks send: bytes with a head that says what they are, and where they stand among all that is sent for a stage.
 *
 * <p><b>Layout</b>, little-endian: the kind (byte); the number of the task and that of the chunk among the task's (ints), by which
 * chunks come back into the order of the source; then
 *
 * <pre>
 * rows     the side of a join that they are of (byte, else 0), a block of {@link io.barograph.local.spill.BatchCodec}
 * groups   bytes of the states (int), the groups' states one after the other, their keys as a block
 * latest   the latest time of the rows sent (long)
 * report   a {@link TaskReport}
 * </pre>
 */
final class Chunk {
    static final byte ROWS = 0;
    static final byte GROUPS = 1;
    static final byte LATEST = 2;
    static final byte REPORT = 3;

    private static final int HEAD = 9;
    /** Where the block of a chunk of rows begins. */
    static final int ROWS_AT = HEAD + 1;

    private Chunk() {}

    static byte kind(byte[] chunk) {
        return chunk[0];
    }

    /** Where the chunk stands: chunks in the order of these are in the order of the source. */
    static long position(byte[] chunk) {
        return (long) ByteBlock.intAt(chunk, 1) << Integer.SIZE | ByteBlock.intAt(chunk, 5);
    }

    static int side(byte[] chunk) {
        return chunk[HEAD];
    }

    static byte[] rows(int task, int number, int side, ByteBlock rows) {
        ByteBlock chunk = begin(ROWS, task, number);
        chunk.putByte(side);
        chunk.putBytes(rows.bytes(), 0, rows.length());
        return chunk.toByteArray();
    }

    static byte[] groups(int task, int number, StateOutput states, ByteBlock keys) {
        ByteBlock chunk = begin(GROUPS, task, number);
        chunk.putInt(states.length());
        chunk.putBytes(states.bytes(), 0, states.length());
        chunk.putBytes(keys.bytes(), 0, keys.length());
        return chunk.toByteArray();
    }

    static int statesAt() {
        return HEAD + Integer.BYTES;
    }

    /** Where the states of a chunk of groups end, and their keys begin. */
    static int keysAt(byte[] chunk) {
        return statesAt() + ByteBlock.intAt(chunk, HEAD);
    }

    static byte[] latest(int task, int number, long time) {
        ByteBlock chunk = begin(LATEST, task, number);
        chunk.putLong(time);
        return chunk.toByteArray();
    }

    static long latest(byte[] chunk) {
        return ByteBlock.longAt(chunk, HEAD);
    }

    static byte[] report(int task, int number, TaskReport report) {
        ByteBlock chunk = begin(REPORT, task, number);
        byte[] bytes = PlanCodec.write(report);
        chunk.putBytes(bytes, 0, bytes.length);
        return chunk.toByteArray();
    }

    static TaskReport report(byte[] chunk) {
        return PlanCodec.read(java.util.Arrays.copyOfRange(chunk, HEAD, chunk.length), TaskReport.class);
    }

    private static ByteBlock begin(byte kind, int task, int number) {
        ByteBlock chunk = new ByteBlock();
        chunk.putByte(kind);
        chunk.putInt(task);
        chunk.putInt(number);
        return chunk;
    }
}
