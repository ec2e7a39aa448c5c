package io.barograph.cli;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;

/** Columns as a command line names them. */
final class Columns {
    private Columns() {}

    /**
     * The column of a name: exactly, else in any case of letters.
     *
     * @throws BarographException UNKNOWN_COLUMN with the names that are near
     */
    static int find(String name, Schema schema) {
        int exact = schema.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        for (int column = 0; column < schema.size(); column++) {
            if (schema.name(column).equalsIgnoreCase(name)) {
                return column;
            }
        }
        throw new BarographException(
                ErrorCode.UNKNOWN_COLUMN,
                "there is no column '" + name + "'" + NearNames.hint(name, schema.names(), "columns"));
    }

    /** A text as SQL writes it. */
    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
