package io.barograph.core.merge;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Dictionary;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The groups that several partial tables hold. Where they are few, as in rows that come about in order of time, the first
 * table that holds one takes in the others' states of it, and everything else stays where it is: no table is copied.
 *
 * <p>{@link #find} for every table but the first, by several threads at once; then {@link #merge}, by one; then
 * {@link MergedGroups#of(SharedGroups)}. The tables must have at least one key and must not change meanwhile.
 */
public final class SharedGroups {
    private static final int NOWHERE = -1;

    private final List<MergeTable> tables;
    /** By table, then group: the first table that holds it, and its number there; NOWHERE for groups met first. */
    private final int[][] owners;

    private final int[][] numbers;
    /** By table: its groups that an earlier one holds. */
    private final BitSet[] shared;

    /** @param tables partial tables of one aggregation */
    public SharedGroups(List<MergeTable> tables) {
        this.tables = List.copyOf(tables);
        owners = new int[tables.size()][0];
        numbers = new int[tables.size()][0];
        shared = new BitSet[tables.size()];
        Arrays.setAll(shared, table -> new BitSet());
    }

    /** Finds the groups of a table that the tables before it hold. Only reads the tables. */
    public void find(int table) {
        MergeTable from = tables.get(table);
        int[] owner = new int[from.groups()];
        int[] number = new int[from.groups()];
        Arrays.fill(owner, NOWHERE);
        for (int earlier = 0; earlier < table; earlier++) {
            find(table, earlier, owner, number);
        }
        for (int group = 0; group < owner.length; group++) {
            if (owner[group] != NOWHERE) {
                shared[table].set(group);
            }
        }
        owners[table] = owner;
        numbers[table] = number;
    }

    private void find(int table, int earlier, int[] owner, int[] number) {
        KeyZones theirs = zones(earlier);
        KeyZones ours = zones(table);
        Lookup lookup = new Lookup(tables.get(table), tables.get(earlier));
        int[] sought = new int[Batch.CAPACITY];
        for (int zone = 0; zone < ours.zones; zone++) {
            if (!ours.meets(zone, theirs)) {
                continue;
            }
            int count = 0;
            for (int group = zone * ours.groupsPerZone; group < ours.end(zone); group++) {
                if (owner[group] == NOWHERE) {
                    sought[count++] = group;
                }
                if (count == sought.length || group == ours.end(zone) - 1) {
                    int[] found = lookup.find(sought, count);
                    for (int i = 0; i < count; i++) {
                        if (found[i] >= 0) {
                            owner[sought[i]] = earlier;
                            number[sought[i]] = found[i];
                        }
                    }
                    count = 0;
                }
            }
        }
    }

    private KeyZones zones(int table) {
        KeyEncoder encoder = tables.get(table).encoder();
        boolean[] ordered = new boolean[encoder.columns()];
        for (int column = 0; column < ordered.length; column++) {
            ordered[column] = !encoder.codec(column).isCoded();
        }
        return new KeyZones(tables.get(table).index(), ordered);
    }

    /** How many groups are held by an earlier table too, over all tables. */
    public long count() {
        return Arrays.stream(shared).mapToLong(BitSet::cardinality).sum();
    }

    /** Merges the states of shared groups into the tables that hold them first. */
    public void merge() {
        for (int table = 1; table < tables.size(); table++) {
            for (int earlier = 0; earlier < table; earlier++) {
                merge(table, earlier);
            }
        }
    }

    private void merge(int table, int earlier) {
        int[] theirs = new int[Batch.CAPACITY];
        int[] ours = new int[Batch.CAPACITY];
        CallStates target = tables.get(earlier).states();
        CallStates source = tables.get(table).states();
        int count = 0;
        for (int group = shared[table].nextSetBit(0); group >= 0; group = shared[table].nextSetBit(group + 1)) {
            if (owners[table][group] == earlier) {
                theirs[count] = group;
                ours[count++] = numbers[table][group];
            }
            if (count == theirs.length) {
                target.merge(source, theirs, ours, count);
                count = 0;
            }
        }
        target.merge(source, theirs, ours, count);
    }

    List<MergeTable> tables() {
        return tables;
    }

    /** Whether a group's states have been merged into an earlier table. */
    boolean isMerged(int table, int group) {
        return shared[table].get(group);
    }

    /** Looks keys of one table up in another without changing either. */
    private static final class Lookup {
        private final KeyEncoder theirEncoder;
        private final GroupIndex theirs;
        private final GroupIndex ours;
        private final boolean masked;
        /** Per VARCHAR column: our code of each of their texts, or -1. */
        private final int[][] codes;

        private final long[][] words;
        private final int[] hashes = new int[Batch.CAPACITY];
        private final int[] found = new int[Batch.CAPACITY];

        Lookup(MergeTable from, MergeTable in) {
            theirEncoder = from.encoder();
            theirs = from.index();
            ours = in.index();
            masked = in.encoder().isNullable();
            int columns = theirEncoder.columns();
            codes = new int[columns][];
            for (int column = 0; column < columns; column++) {
                boolean text = theirEncoder.codec(column).isCoded();
                codes[column] = text
                        ? translated(
                                theirEncoder.codec(column).dictionary(),
                                in.encoder().codec(column).dictionary())
                        : new int[0];
            }
            words = new long[ours.width()][Batch.CAPACITY];
        }

        private static int[] translated(Dictionary from, Dictionary to) {
            int[] codes = new int[from.size()];
            for (int code = 0; code < codes.length; code++) {
                codes[code] = to.find(from.bytes(), from.offset(code), from.length(code));
            }
            return codes;
        }

        /** Our numbers of their groups, or something negative where we have none; valid until the next call. */
        int[] find(int[] groups, int count) {
            int columns = codes.length;
            for (int word = columns; word < words.length; word++) {
                Arrays.fill(words[word], 0, count, 0);
            }
            for (int column = 0; column < columns; column++) {
                theirs.copyWord(column, groups, count, words[column]);
                if (theirEncoder.codec(column).isCoded()) {
                    translate(column, groups, count);
                }
            }
            for (int i = 0; i < count; i++) {
                hashes[i] = theirs.hash(groups[i]);
            }
            if (masked) {
                setMasks(groups, count);
            }
            ours.lookUp(words, hashes, count, found);
            if (!masked && theirEncoder.isNullable()) {
                dropNulls(groups, count);
            }
            return found;
        }

        private void translate(int column, int[] groups, int count) {
            long[] theirCodes = words[column];
            for (int i = 0; i < count; i++) {
                if (!isNull(groups[i], column)) {
                    theirCodes[i] = codes[column][(int) theirCodes[i]];
                }
            }
        }

        private void setMasks(int[] groups, int count) {
            for (int column = 0; column < codes.length; column++) {
                for (int i = 0; i < count; i++) {
                    if (isNull(groups[i], column)) {
                        words[codes.length + (column >> 6)][i] |= 1L << column;
                    }
                }
            }
        }

        /** Keys with a NULL, where none of ours has one. */
        private void dropNulls(int[] groups, int count) {
            for (int column = 0; column < codes.length; column++) {
                for (int i = 0; i < count; i++) {
                    if (isNull(groups[i], column)) {
                        found[i] = NOWHERE;
                    }
                }
            }
        }

        private boolean isNull(int group, int column) {
            return theirEncoder.isNullKey(theirs, group, column);
        }
    }
}
