package io.barograph.formats.text;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Dictionary;

/**
 * How long a reader keeps the dictionary of a column's texts. All batches share one, so that stages learn its codes once; texts so
 * varied that hardly any comes twice gain nothing by that, and only take memory that no limit counts. Belongs to one reader.
 */
public final class DictionaryLife {
    /** Beyond it texts are varied, however often they come. */
    private static final int MOST_ENTRIES = 1 << 16;

    /** As with many texts, so with long ones: without it a stream of messages would end in a dictionary beyond an array. */
    private static final int MOST_BYTES = 1 << 26;

    /** Of texts that are nearly all different so much is enough. */
    private static final int MOST_VARIED_BYTES = 1 << 23;

    /** So many rows of a column known to be varied say whether it still is. */
    private static final int FEWEST_ROWS = 8 * Batch.CAPACITY;

    private long rows;
    /** Whether an earlier dictionary came to its end with hardly any text met twice: until then, devices may take turns. */
    private boolean varied;

    /**
     * Whether the coming batch needs a new dictionary. To be asked once before each batch.
     *
     * @param dictionary what the batches have shared so far
     */
    public boolean isOver(Dictionary dictionary) {
        int texts = dictionary.size();
        long bytes = dictionary.memoryBytes();
        boolean hardlyAnyTwice = rows >= FEWEST_ROWS && texts > rows - rows / 16;
        boolean full = texts > MOST_ENTRIES || bytes > (hardlyAnyTwice ? MOST_VARIED_BYTES : MOST_BYTES);
        if (full || varied && hardlyAnyTwice) {
            varied = hardlyAnyTwice;
            rows = Batch.CAPACITY;
            return true;
        }
        rows += Batch.CAPACITY;
        return false;
    }
}
