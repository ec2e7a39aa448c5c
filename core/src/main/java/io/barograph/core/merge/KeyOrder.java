package io.barograph.core.merge;

import io.barograph.core.aggregate.DictionaryMapping;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.IndexSort;
import io.barograph.core.column.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of groups by their keys, ascending column by column, NULL last, over tables that have no group in common.
 *
 * <p>A column enters the sort as its distance from the smallest value without the bits that never vary at the low end, so
 * that whole minutes of a week take fourteen bits, not sixty-four.
 */
final class KeyOrder {
    /** A group's numbers before and after a pass, its word, the digits before and after a pass, and whether it is NULL. */
    private static final int BYTES_PER_GROUP = 2 * Integer.BYTES + 4 * Long.BYTES;

    private final List<MergeTable> tables;
    private final @Nullable SharedGroups shared;
    /** Table t's groups have the numbers from starts[t] to starts[t + 1]. */
    private final int[] starts;
    /** Per coded column: the texts of all tables. A single table's are its own: a copy may be what memory has no room for. */
    private final Dictionary[] texts;
    /** Per coded column and table: codes of {@link #texts} by the table's codes; null where these are the same. */
    private final int[][] @Nullable [] codes;

    /** @param shared groups of these tables that are merged into others, and so left out; null where there are none */
    KeyOrder(List<MergeTable> tables, @Nullable SharedGroups shared) {
        this.tables = tables;
        this.shared = shared;
        this.starts = new int[tables.size() + 1];
        for (int t = 0; t < tables.size(); t++) {
            starts[t + 1] = Math.addExact(starts[t], tables.get(t).groups());
        }
        List<Type> types = tables.get(0).keyTypes();
        this.texts = new Dictionary[types.size()];
        this.codes = new int[types.size()][tables.size()][];
        for (int column = 0; column < types.size(); column++) {
            if (tables.size() == 1) {
                texts[column] = tables.get(0).encoder().codec(column).dictionary();
            } else {
                texts[column] = new Dictionary();
                if (ValueCodec.isCoded(types.get(column))) {
                    collectTexts(column);
                }
            }
        }
    }

    private void collectTexts(int column) {
        DictionaryMapping mapping = new DictionaryMapping(texts[column]);
        for (int t = 0; t < tables.size(); t++) {
            Dictionary source = tables.get(t).encoder().codec(column).dictionary();
            mapping.from(source);
            int[] ours = new int[source.size()];
            for (int code = 0; code < ours.length; code++) {
                ours[code] = mapping.code(code);
            }
            codes[column][t] = ours;
        }
    }

    /** Groups of all tables, those left out among them. */
    private int groups() {
        return starts[tables.size()];
    }

    int start(int table) {
        return starts[table];
    }

    /** The table that a group number belongs to. */
    int tableOf(int group) {
        int table = 0;
        while (group >= starts[table + 1]) {
            table++;
        }
        return table;
    }

    /** The texts of a VARCHAR key column over all tables. */
    Dictionary texts(int column) {
        return texts[column];
    }

    /** A key's word, 0 where it is NULL; for VARCHAR its code in {@link #texts}. */
    long word(int column, int table, int group) {
        long word = tables.get(table).index().word(group, column);
        int[] ours = codes[column][table];
        if (ours == null) {
            return word;
        }
        return ours.length == 0 ? 0 : ours[(int) word];
    }

    boolean isNull(int column, int table, int group) {
        MergeTable owner = tables.get(table);
        return owner.encoder().isNullKey(owner.index(), group, column);
    }

    /** Bytes of heap that bringing a table's groups into order takes for a while. */
    static long sortBytes(MergeTable table) {
        int texts = 0;
        for (int column = 0; column < table.encoder().columns(); column++) {
            texts = Math.max(texts, table.encoder().codec(column).dictionary().size());
        }
        return (long) BYTES_PER_GROUP * table.groups() + 2 * Integer.BYTES * (long) texts + IndexSort.extraBytes(texts);
    }

    /** The group numbers in key order. */
    int[] sort() {
        RadixSort sort = new RadixSort(ownGroups());
        for (int column = texts.length - 1; column >= 0; column--) {
            sortBy(column, sort);
        }
        return sort.finish();
    }

    /** The numbers of all groups but those that are merged into others. */
    private int[] ownGroups() {
        int[] own = new int[groups()];
        int count = 0;
        for (int t = 0; t < tables.size(); t++) {
            for (int i = starts[t]; i < starts[t + 1]; i++) {
                if (shared == null || !shared.isMerged(t, i - starts[t])) {
                    own[count++] = i;
                }
            }
        }
        return Arrays.copyOf(own, count);
    }

    private void sortBy(int column, RadixSort sort) {
        long[] values = new long[groups()];
        long[] nulls = new long[0];
        int[] ranks = ranks(column);
        for (int t = 0; t < tables.size(); t++) {
            tables.get(t).index().copyWord(column, values, starts[t]);
            if (ranks != null) {
                rank(values, starts[t], starts[t + 1], codes[column][t], ranks);
            }
            if (tables.get(t).encoder().isNullable()) {
                nulls = nulls.length == 0 ? new long[values.length] : nulls;
                markNulls(column, t, nulls);
            }
        }
        long varying = subtractSmallest(values, nulls);
        int skipped = varying == 0 ? 0 : Long.numberOfTrailingZeros(varying);
        sort.by(Long.SIZE - Long.numberOfLeadingZeros(varying) - skipped, values, skipped);
        if (nulls.length > 0) {
            sort.by(1, nulls, 0);
        }
    }

    /** From a table's codes to the ranks of their texts. */
    private static void rank(long[] values, int from, int to, int @Nullable [] codes, int[] ranks) {
        // Without texts every key is NULL, whose word is 0.
        int texts = codes == null ? ranks.length : codes.length;
        for (int i = from; i < to && texts > 0; i++) {
            int code = (int) values[i];
            values[i] = ranks[codes == null ? code : codes[code]];
        }
    }

    private void markNulls(int column, int table, long[] nulls) {
        for (int i = starts[table]; i < starts[table + 1]; i++) {
            nulls[i] = isNull(column, table, i - starts[table]) ? 1 : 0;
        }
    }

    /**
     * Makes values distances from the smallest: exact as unsigned numbers even where they overflow.
     *
     * @param nulls 1 where a value is NULL, which becomes 0; or empty
     * @return the bits that vary
     */
    private static long subtractSmallest(long[] values, long[] nulls) {
        long smallest = Long.MAX_VALUE;
        for (int i = 0; i < values.length; i++) {
            smallest = nulls.length > 0 && nulls[i] != 0 ? smallest : Math.min(smallest, values[i]);
        }
        long varying = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = nulls.length > 0 && nulls[i] != 0 ? 0 : values[i] - smallest;
            varying |= values[i];
        }
        return varying;
    }

    /** For a VARCHAR column: the rank of each text, by its code; null for others. */
    private int @Nullable [] ranks(int column) {
        Dictionary dictionary = texts[column];
        if (!ValueCodec.isCoded(tables.get(0).keyTypes().get(column))) {
            return null;
        }
        int[] sorted = new int[dictionary.size()];
        Arrays.setAll(sorted, code -> code);
        IndexSort.sort(sorted, (left, right) -> Dictionary.compare(dictionary, left, dictionary, right));
        int[] ranks = new int[sorted.length];
        for (int rank = 0; rank < sorted.length; rank++) {
            ranks[sorted[rank]] = rank;
        }
        return ranks;
    }
}
