package io.barograph.core.expr;

import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.VarcharColumn;
import java.nio.charset.StandardCharsets;

/** The arguments of a text function at one position. A cursor: kernels move it from row to row. */
final class TextRow {
    private Column[] arguments = {};
    private int position;

    void begin(Column[] columns) {
        arguments = columns;
    }

    void moveTo(int row) {
        position = row;
    }

    int size() {
        return arguments.length;
    }

    boolean isNull(int argument) {
        return arguments[argument].validity().isNull(position);
    }

    /** The array that holds a VARCHAR argument, from {@link #from} to {@link #to}. */
    byte[] bytes(int argument) {
        return text(argument).dictionary().bytes();
    }

    int from(int argument) {
        VarcharColumn column = text(argument);
        return column.dictionary().offset(column.codes()[position]);
    }

    int to(int argument) {
        VarcharColumn column = text(argument);
        Dictionary dictionary = column.dictionary();
        int code = column.codes()[position];
        return dictionary.offset(code) + dictionary.length(code);
    }

    /** A VARCHAR argument. Allocates. */
    String string(int argument) {
        int from = from(argument);
        return new String(bytes(argument), from, to(argument) - from, StandardCharsets.UTF_8);
    }

    /** A BIGINT argument. */
    long number(int argument) {
        return ((LongColumn) arguments[argument]).values()[position];
    }

    private VarcharColumn text(int argument) {
        return (VarcharColumn) arguments[argument];
    }
}
