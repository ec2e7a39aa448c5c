package io.barograph.core.fold;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the columns that arguments of a {@link FoldFunction} name. */
public final class GivenColumns {
    private GivenColumns() {}

    /**
     * The columns of an argument, by index, in the order of the text.
     *
     * @param argument its name, for errors
     * @param given a text with commas between the names, or a List of them; null where the argument is missing
     * @throws BarographException INVALID_ARGUMENT where there are no names, UNKNOWN_COLUMN
     */
    public static List<Integer> of(FoldFunction function, Schema input, String argument, @Nullable Object given) {
        List<?> names;
        if (given instanceof String text) {
            names = List.of(text.split(",", -1));
        } else if (given instanceof List<?> list) {
            names = list;
        } else {
            String wrong = given == null
                    ? "the " + argument + " " + (argument.endsWith("s") ? "are" : "is") + " missing"
                    : argument + " names columns, such as 'temperature'";
            throw BarographException.ofArgument(
                    ErrorCode.INVALID_ARGUMENT, argument, wrong + "; write " + function.usage());
        }
        List<Integer> columns = new ArrayList<>();
        for (Object name : names) {
            columns.add(find(input, argument, name.toString().strip()));
        }
        return columns;
    }

    private static int find(Schema input, String argument, String name) {
        int exact = input.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        for (int i = 0; i < input.size(); i++) {
            if (input.name(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw BarographException.ofArgument(
                ErrorCode.UNKNOWN_COLUMN,
                argument,
                "there is no column " + name + NearNames.hint(name, input.names(), "columns"));
    }

    /** Which column to go along instead of one that is no TIMESTAMP: {@code "; …"}. */
    public static String timeHint(Schema input) {
        List<String> times = input.fields().stream()
                .filter(field -> field.type() == Type.TIMESTAMP)
                .map(Field::name)
                .toList();
        return times.isEmpty()
                ? "; no column is one: make it in a sub-query, as in TABLE (SELECT *, to_timestamp(seconds) AS time FROM …)"
                : "; write DESCRIPTOR(" + String.join(") or DESCRIPTOR(", times) + ")";
    }
}
