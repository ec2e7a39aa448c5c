package io.barograph.core.match;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import java.util.stream.IntStream;

/** What conditions and measures read of the rows of a match. Immutable. */
public sealed interface MatchValue permits RowValue, RowAggregate, MatchValue.Label, MatchValue.Number {
    /** The type, over rows of these columns. */
    Type type(Schema input);

    /** Indexes of the columns that are read. */
    IntStream columns();

    /** The value over an input whose column {@code moved[i]} was column i. */
    MatchValue over(int[] moved);

    /** The canonical text, for fingerprints. */
    String text();

    /** The name of the variable that the last row is. */
    record Label() implements MatchValue {
        @Override
        public Type type(Schema input) {
            return Type.VARCHAR;
        }

        @Override
        public IntStream columns() {
            return IntStream.empty();
        }

        @Override
        public MatchValue over(int[] moved) {
            return this;
        }

        @Override
        public String text() {
            return "classifier";
        }
    }

    /** The number of the match among those of its key, from 1. */
    record Number() implements MatchValue {
        @Override
        public Type type(Schema input) {
            return Type.BIGINT;
        }

        @Override
        public IntStream columns() {
            return IntStream.empty();
        }

        @Override
        public MatchValue over(int[] moved) {
            return this;
        }

        @Override
        public String text() {
            return "match_number";
        }
    }
}
