package io.barograph.core.merge;

import io.barograph.core.aggregate.LongPages;
import java.util.Arrays;

/**
 * The least and the greatest word of each key column over stretches of groups. Groups are numbered as they first come, so
 * that in rows in order of time a stretch spans a short time, and most stretches of two tables have no key in common.
 */
final class KeyZones {
    /** So that comparing all zones of two tables stays cheap beside looking up their groups. */
    private static final int MOST_ZONES = 512;

    /** Groups per zone, a multiple of a page. */
    final int groupsPerZone;

    final int zones;
    private final int groups;
    private final int columns;
    /** By column, then zone. */
    private final long[][] least;

    private final long[][] greatest;

    /** @param columns the first words of the keys that are values in order; others are not looked at */
    KeyZones(GroupIndex index, boolean[] columns) {
        groups = index.groups();
        this.columns = columns.length;
        int pages = (groups + LongPages.MASK) >>> LongPages.SHIFT;
        int pagesPerZone = Math.max(1, (pages + MOST_ZONES - 1) / MOST_ZONES);
        groupsPerZone = pagesPerZone << LongPages.SHIFT;
        zones = (pages + pagesPerZone - 1) / pagesPerZone;
        least = new long[columns.length][zones];
        greatest = new long[columns.length][zones];
        for (int column = 0; column < columns.length; column++) {
            if (columns[column]) {
                measure(index, column);
            } else {
                Arrays.fill(least[column], Long.MIN_VALUE);
                Arrays.fill(greatest[column], Long.MAX_VALUE);
            }
        }
    }

    private void measure(GroupIndex index, int column) {
        long[] words = new long[groups];
        index.copyWord(column, words, 0);
        for (int zone = 0; zone < zones; zone++) {
            long smallest = Long.MAX_VALUE;
            long largest = Long.MIN_VALUE;
            for (int i = zone * groupsPerZone; i < end(zone); i++) {
                smallest = Math.min(smallest, words[i]);
                largest = Math.max(largest, words[i]);
            }
            least[column][zone] = smallest;
            greatest[column][zone] = largest;
        }
    }

    /** The group behind a zone's last. */
    int end(int zone) {
        return (int) Math.min(groups, (zone + 1L) * groupsPerZone);
    }

    /** Whether a zone may hold a key that some zone of the other table holds. */
    boolean meets(int zone, KeyZones other) {
        for (int theirs = 0; theirs < other.zones; theirs++) {
            if (overlap(zone, other, theirs)) {
                return true;
            }
        }
        return false;
    }

    private boolean overlap(int zone, KeyZones other, int theirs) {
        for (int column = 0; column < columns; column++) {
            if (least[column][zone] > other.greatest[column][theirs]
                    || greatest[column][zone] < other.least[column][theirs]) {
                return false;
            }
        }
        return true;
    }
}
