package io.barograph.core.fold;

import io.barograph.core.column.Schema;

/**
 * What is computed along one key's rows, its parameters fixed; part of a plan. Immutable. Two are equal, by {@code equals},
 * where they compute the same.
 */
public interface FoldOperator {
    /** The canonical text: the operator's name and all its parameters. It goes into fingerprints. */
    String text();

    /**
     * The columns of the rows that come out.
     *
     * @param input the columns of the rows that go in
     */
    Schema schema(Schema input);

    /** A fold for one thread, at the beginning of a key. */
    Fold newFold(Schema input);
}
