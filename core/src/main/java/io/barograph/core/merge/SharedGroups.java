package io.barograph.core.merge;

import io.barograph.core.column.Batch;
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
        KeyLookup lookup = new KeyLookup(tables.get(table), tables.get(earlier));
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
}
