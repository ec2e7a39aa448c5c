package io.barograph.formats.csv;

import io.barograph.formats.text.ColumnKind;
import io.barograph.formats.text.Columns;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.TextInterner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column as the row loop sees it: how its fields are read, where they go, and the column behind it. One object instead of
 * an array for each of these: the loop then holds one reference, and the compiled code keeps it in a register.
 */
final class ColumnFields {
    /** In place of a column's kind: there is no short way. */
    static final int NO_SHORT_WAY = -1;

    final int index;
    final int kind;
    /** What stands behind the field, mostly. */
    final byte terminator;

    final double[] doubles;
    final long[] longs;
    final int[] codes;
    /** Of VARCHAR columns. */
    final TextInterner texts;

    final @Nullable ColumnFields next;

    private ColumnFields(Columns columns, Dialect dialect, int index, @Nullable ColumnFields next) {
        this.index = index;
        int kind = columns.kinds[index];
        this.kind = mayRunAcross(kind, dialect) || mayTakeNulls(kind, dialect.nulls()) ? NO_SHORT_WAY : kind;
        this.terminator = next == null ? (byte) '\n' : dialect.delimiter();
        this.doubles = columns.doubles[index];
        this.longs = columns.longs[index];
        this.codes = columns.codes[index];
        this.texts = columns.texts[index];
        this.next = next;
    }

    /** The first column, and through it all. */
    static ColumnFields first(Columns columns, Dialect dialect) {
        int last = columns.kinds.length - 1;
        ColumnFields first = new ColumnFields(columns, dialect, last, null);
        for (int c = last - 1; c >= 0; c--) {
            first = new ColumnFields(columns, dialect, c, first);
        }
        return first;
    }

    /** Whether the short way for a kind might take a delimiter for a part of the field, or a space for a part of a text. */
    private static boolean mayRunAcross(int kind, Dialect dialect) {
        byte delimiter = dialect.delimiter();
        boolean inNumbers = delimiter == dialect.decimal() || "-0123456789".indexOf(delimiter) >= 0;
        return switch (kind) {
            case ColumnKind.BIGINT, ColumnKind.DOUBLE, ColumnKind.EPOCH -> inNumbers;
            case ColumnKind.TIMESTAMP -> inNumbers || " T:.Z".indexOf(delimiter) >= 0;
            case ColumnKind.BOOLEAN -> Character.isLetter(delimiter);
            default -> dialect.trim();
        };
    }

    /** Whether the short way for a kind would take a word for a value that is declared NULL; no usual word looks like one. */
    private static boolean mayTakeNulls(int kind, @Nullable List<String> words) {
        if (words == null) {
            return false;
        }
        return switch (kind) {
            case ColumnKind.BIGINT, ColumnKind.DOUBLE, ColumnKind.EPOCH, ColumnKind.TIMESTAMP ->
                words.stream().anyMatch(word -> word.chars().anyMatch(Character::isDigit));
            case ColumnKind.BOOLEAN ->
                words.stream().anyMatch(word -> word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false"));
            default -> false;
        };
    }
}
