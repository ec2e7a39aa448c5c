package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run has come to, as a file's payload. It names what each part belongs to, so that a pipeline that has changed finds
 * the parts that are still its own.
 *
 * <p><b>Layout.</b> Byte 1 where all lanes have ended; the readings' number, and per reading: its table's text, where that has its
 * lanes end, the number of its columns, those, what was let go, the number of its lanes, per lane its {@link LaneState#write state} as a block; the
 * INSERTs' number, and per INSERT: name, fingerprint, place, the number of its readings, their positions, what was shown up to,
 * rows added, revised and removed, the written checksum of what is left of them as a block, the number of its stages, per stage its fingerprint and its state as a block;
 * per INSERT what its place showed, as a block, which checkpoints of earlier versions end before. Numbers are
 * varints, but for times and counts of rows, which are longs; texts and blocks begin with their length.
 *
 * @param ended whether nothing was open any more
 */
record Checkpoint(boolean ended, List<Reading> readings, List<Insert> inserts) {
    private static final byte[] NOTHING = {};

    Checkpoint {
        readings = List.copyOf(readings);
        inserts = List.copyOf(inserts);
    }

    /**
     * Some lanes of a table, as they were read.
     *
     * @param table its canonical text: which rows these are, and what they mean
     * @param ending where its declaration has the lanes end, in words; empty for nowhere
     * @param columns that were read, indexes into the table's schema, ascending: those of rows that are held
     * @param settled windows that end here or before were let go: rows for them, of lanes that come later, come too late
     * @param lanes as {@link LaneState#write} has them
     */
    record Reading(String table, String ending, List<Integer> columns, long settled, List<byte[]> lanes) {
        Reading {
            columns = List.copyOf(columns);
            lanes = List.copyOf(lanes);
        }

        /** Whether another reading is of the same table, and every lane of both stands at the same place. */
        boolean isEquallyFar(Reading other) {
            if (!table.equals(other.table) || lanes.size() != other.lanes.size()) {
                return false;
            }
            for (int lane = 0; lane < lanes.size(); lane++) {
                if (!LaneState.isSameStanding(lanes.get(lane), other.lanes.get(lane))) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * What one INSERT has come to.
     *
     * @param fingerprint of its query
     * @param place what its rows are written to: equal texts, equal places
     * @param readings positions of those that feed it
     * @param upTo windows that end here or before were shown
     * @param answer the checksum of the rows that are left, as {@link RowCounts#writtenAnswer} has it
     * @param stages states of those stages that keep any, by their fingerprint
     * @param shown what its place showed, as {@link io.barograph.core.live.LiveSink.Shown} has written it; empty for nothing
     */
    record Insert(
            String name,
            String fingerprint,
            String place,
            List<Integer> readings,
            long upTo,
            long added,
            long revised,
            long removed,
            byte[] answer,
            Map<String, byte[]> stages,
            byte[] shown) {
        Insert {
            readings = List.copyOf(readings);
        }

        /** The same with these states, and this that its place showed. */
        Insert with(Map<String, byte[]> states, byte[] showing) {
            return new Insert(
                    name, fingerprint, place, readings, upTo, added, revised, removed, answer, states, showing);
        }
    }

    byte[] toBytes() {
        StateOutput output = new StateOutput();
        output.writeByte(ended ? 1 : 0);
        output.writeVarint(readings.size());
        for (Reading reading : readings) {
            LaneState.writeText(reading.table, output);
            LaneState.writeText(reading.ending, output);
            writeNumbers(reading.columns, output);
            output.writeLong(reading.settled);
            output.writeVarint(reading.lanes.size());
            reading.lanes.forEach(lane -> writeBlock(lane, output));
        }
        output.writeVarint(inserts.size());
        for (Insert insert : inserts) {
            LaneState.writeText(insert.name, output);
            LaneState.writeText(insert.fingerprint, output);
            LaneState.writeText(insert.place, output);
            writeNumbers(insert.readings, output);
            output.writeLong(insert.upTo);
            output.writeLong(insert.added);
            output.writeLong(insert.revised);
            output.writeLong(insert.removed);
            writeBlock(insert.answer, output);
            output.writeVarint(insert.stages.size());
            insert.stages.forEach((fingerprint, state) -> {
                LaneState.writeText(fingerprint, output);
                writeBlock(state, output);
            });
        }
        inserts.forEach(insert -> writeBlock(insert.shown, output));
        return output.toByteArray();
    }

    /** Reads what {@link #toBytes} gave. */
    static Checkpoint of(byte[] bytes) {
        StateInput input = new StateInput(bytes);
        boolean ended = input.readByte() == 1;
        List<Reading> readings = new ArrayList<>();
        for (long left = input.readVarint(); left > 0; left--) {
            String table = LaneState.readText(input);
            String ending = LaneState.readText(input);
            List<Integer> columns = readNumbers(input);
            long settled = input.readLong();
            List<byte[]> lanes = new ArrayList<>();
            for (long lane = input.readVarint(); lane > 0; lane--) {
                lanes.add(readBlock(input));
            }
            readings.add(new Reading(table, ending, columns, settled, lanes));
        }
        List<Insert> inserts = new ArrayList<>();
        for (long left = input.readVarint(); left > 0; left--) {
            String name = LaneState.readText(input);
            String fingerprint = LaneState.readText(input);
            String place = LaneState.readText(input);
            List<Integer> fed = readNumbers(input);
            long upTo = input.readLong();
            long added = input.readLong();
            long revised = input.readLong();
            long removed = input.readLong();
            byte[] answer = readBlock(input);
            Map<String, byte[]> stages = new LinkedHashMap<>();
            for (long stage = input.readVarint(); stage > 0; stage--) {
                stages.put(LaneState.readText(input), readBlock(input));
            }
            inserts.add(
                    new Insert(name, fingerprint, place, fed, upTo, added, revised, removed, answer, stages, NOTHING));
        }
        if (!input.isAtEnd()) {
            inserts.replaceAll(insert -> insert.with(insert.stages, readBlock(input)));
        }
        return new Checkpoint(ended, readings, inserts);
    }

    private static void writeNumbers(List<Integer> numbers, StateOutput output) {
        output.writeVarint(numbers.size());
        numbers.forEach(output::writeVarint);
    }

    private static List<Integer> readNumbers(StateInput input) {
        List<Integer> numbers = new ArrayList<>();
        for (long left = input.readVarint(); left > 0; left--) {
            numbers.add((int) input.readVarint());
        }
        return numbers;
    }

    private static void writeBlock(byte[] bytes, StateOutput output) {
        output.writeVarint(bytes.length);
        output.writeBytes(bytes, 0, bytes.length);
    }

    private static byte[] readBlock(StateInput input) {
        return input.readBytes((int) input.readVarint());
    }
}
