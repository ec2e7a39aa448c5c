package io.barograph.local;

import io.barograph.core.column.Batch;
import java.util.function.Consumer;

/** The first row or rows of each key among those of one worker. For one thread. */
interface LeadingRows {
    void add(Batch batch);

    /** Hands out the first rows of each key, in batches that are the taker's during the call. */
    void give(Consumer<Batch> target);

    /** About how many rows there are. */
    int size();

    long memoryBytes();
}
