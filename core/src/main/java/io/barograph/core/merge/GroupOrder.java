package io.barograph.core.merge;

import io.barograph.core.aggregate.GroupRuns;
import io.barograph.core.column.Batch;
import java.util.Arrays;

/**
 * The rows of a batch in order of their groups, where that makes runs long enough: devices that report by turns have a row in each hundred,
 * say, and their sums are added in registers when their rows follow each other. Rows that lie so anyway stay where they are.
 */
final class GroupOrder {
    private final boolean sorts;
    private final GroupRuns runs = new GroupRuns();
    /** By group, counted from the least one: how many rows it has, then where the next one goes. */
    private final int[] places = new int[GroupRuns.MOST];

    /** Without room until rows are moved: there are many tables, and few whose rows are. */
    private int[] positions = {};

    private int[] sortedGroups = {};
    private int[] groups = sortedGroups;
    private boolean isGiven;

    /** @param sorts whether rows may be moved; otherwise they are taken as they lie */
    GroupOrder(boolean sorts) {
        this.sorts = sorts;
    }

    /**
     * Orders rows.
     *
     * @return whether that is worth it; otherwise nothing else is to be asked for
     */
    boolean find(int[] rowGroups, int size) {
        if (size < GroupRuns.LEAST_LENGTH) {
            return false;
        }
        int least = rowGroups[0];
        int greatest = least;
        int changes = 0;
        for (int i = 1; i < size; i++) {
            int group = rowGroups[i];
            least = Math.min(least, group);
            greatest = Math.max(greatest, group);
            changes += group == rowGroups[i - 1] ? 0 : 1;
        }
        isGiven = (changes + 1) * GroupRuns.LEAST_LENGTH <= size;
        if (isGiven) {
            groups = rowGroups;
            runs.find(rowGroups, size);
            return true;
        }
        if (!sorts || (long) (greatest - least + 1) * GroupRuns.LEAST_LENGTH > size) {
            return false;
        }
        sort(rowGroups, size, least, greatest - least + 1);
        return true;
    }

    /** Counts, and puts each row to its place: rows of a group stay in their order. */
    private void sort(int[] rowGroups, int size, int least, int width) {
        if (positions.length == 0) {
            positions = new int[Batch.CAPACITY];
            sortedGroups = new int[Batch.CAPACITY];
        }
        Arrays.fill(places, 0, width, 0);
        for (int i = 0; i < size; i++) {
            places[rowGroups[i] - least]++;
        }
        runs.clear();
        int begin = 0;
        for (int i = 0; i < width; i++) {
            int end = begin + places[i];
            if (end > begin) {
                runs.append(least + i, end);
                Arrays.fill(sortedGroups, begin, end, least + i);
            }
            places[i] = begin;
            begin = end;
        }
        for (int i = 0; i < size; i++) {
            positions[places[rowGroups[i] - least]++] = i;
        }
        groups = sortedGroups;
    }

    /** Whether the rows lie in this order already; then {@link #positions} are undefined. */
    boolean isGiven() {
        return isGiven;
    }

    /** In this order, where a row lies in the batch. */
    int[] positions() {
        return positions;
    }

    /** In this order, the group of a row. */
    int[] groups() {
        return groups;
    }

    /** The runs of rows in this order. */
    GroupRuns runs() {
        return runs;
    }
}
