package io.barograph.core.series;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.NearNames;
import io.barograph.core.fold.FoldFunction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the columns of a call are filled: {@code fill => …} says it of all, {@code column => …} of one. What goes for numbers alone
 * leaves others to the last reading, or to NULL.
 */
final class Fills {
    private static final String FILL = "fill";
    private static final String METHODS = "'prev', 'next', 'linear', 'null' or a number";

    private final FoldFunction.Call call;
    private final SeriesArguments arguments;

    Fills(FoldFunction.Call call, SeriesArguments arguments) {
        this.call = call;
        this.arguments = arguments;
    }

    /**
     * By column of the input.
     *
     * @param general what is given for all columns, or null
     */
    List<Fill> of(@Nullable Object general, Fill usual) {
        Fill all = general == null ? usual : read(FILL, general);
        Schema input = call.input();
        List<Fill> fills = new ArrayList<>();
        for (int i = 0; i < input.size(); i++) {
            if (i == call.time()) {
                fills.add(Fill.Place.POINT);
            } else if (call.keys().contains(i)) {
                fills.add(Fill.Place.KEY);
            } else if (isWindowEnd(i)) {
                fills.add(Fill.Place.NEXT_POINT);
            } else {
                fills.add(ofColumn(i, all));
            }
        }
        return fills;
    }

    /** Where windows are filled by their start, their ends follow. */
    private boolean isWindowEnd(int column) {
        Schema input = call.input();
        return input.name(call.time()).equals("window_start")
                && input.name(column).equals("window_end")
                && input.type(column) == Type.TIMESTAMP;
    }

    private Fill ofColumn(int column, Fill all) {
        String name = call.input().name(column);
        boolean isNumeric = call.input().type(column).isNumeric();
        Object given = arguments.ofColumn(column);
        if (given == null) {
            return isNumeric || !needsNumber(all)
                    ? fitted(FILL, column, all)
                    : all == Fill.Method.LINEAR ? Fill.Method.PREV : Fill.Method.NULL;
        }
        Fill own = read(name, given);
        if (!isNumeric && needsNumber(own)) {
            throw arguments.mismatch(
                    name, column, own + " fills numbers; say " + name + " => 'prev', 'next' or 'null'");
        }
        return fitted(name, column, own);
    }

    private static boolean needsNumber(Fill fill) {
        return fill == Fill.Method.LINEAR || fill instanceof Fill.Constant;
    }

    /**
     * A constant must be one of the column's.
     *
     * @param argument that gives it
     */
    private Fill fitted(String argument, int column, Fill fill) {
        if (!(fill instanceof Fill.Constant constant)) {
            return fill;
        }
        Type type = call.input().type(column);
        if (type == Type.DOUBLE) {
            return new Fill.Constant(constant.number().doubleValue() + 0.0);
        }
        if (type == Type.BIGINT && constant.number() instanceof Long) {
            return fill;
        }
        throw arguments.mismatch(
                argument, column, fill + " is no value of it; convert the column, as in CAST(… AS DOUBLE)");
    }

    private static Fill read(String argument, Object given) {
        if (given instanceof String word) {
            return Fill.Method.named(word).orElseThrow(() -> unknown(argument, word));
        }
        if (given instanceof Number number) {
            return new Fill.Constant(number instanceof Long ? number : (Number) number.doubleValue());
        }
        // A bare word comes as the name of a column.
        throw given instanceof List<?> names
                ? unknown(argument, names.get(0).toString())
                : SeriesArguments.wrong(argument, argument + " is filled by " + METHODS);
    }

    private static BarographException unknown(String argument, String word) {
        List<String> near = Fill.Method.near(word).stream()
                .map(method -> "'" + method + "'")
                .toList();
        return SeriesArguments.wrong(
                argument, argument + " is filled by " + METHODS + ", not " + word + NearNames.question(near));
    }
}
