package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.RowsShape;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Which words of a key travel to a device, and how a whole key is made of them again: ends of windows stay here, since they follow from
 * starts. Masks of what is NULL come last.
 */
final class DeviceKeys {
    private final @Nullable TumbledKeys tumbled;
    /** By word on the device, that of the encoder. */
    private final int[] words;

    private final RowsShape.@Nullable TumblingWindow window;

    /** @param columns of keys */
    DeviceKeys(int columns, int maskWords, @Nullable TumbledKeys tumbled) {
        this.tumbled = tumbled;
        words = new int
                [columns + maskWords - (tumbled == null ? 0 : tumbled.ends().size())];
        int count = 0;
        int startWord = 0;
        for (int word = 0; word < columns + maskWords; word++) {
            if (tumbled == null || !tumbled.ends().contains(word)) {
                startWord = tumbled != null && tumbled.start() == word ? count : startWord;
                words[count++] = word;
            }
        }
        window = tumbled == null ? null : tumbled.window(startWord);
    }

    /** How many words travel. */
    int count() {
        return words.length;
    }

    /** The encoder's word of one that travels. */
    int encoderWord(int word) {
        return words[word];
    }

    RowsShape.@Nullable TumblingWindow window() {
        return window;
    }

    /**
     * Puts whole keys together.
     *
     * @param found by word that travels
     * @param keys by the encoder's word; what it does not have is left out
     */
    void complete(long[][] found, long[][] keys, int count) {
        for (int word = 0; word < words.length; word++) {
            if (words[word] < keys.length) {
                System.arraycopy(found[word], 0, keys[words[word]], 0, count);
            }
        }
        addEnds(keys, count);
    }

    /** The same for a row as it travelled. */
    void complete(@Nullable LongBuffer[] columns, int row, long[][] keys, int at) {
        for (int word = 0; word < words.length; word++) {
            if (words[word] < keys.length) {
                LongBuffer column = columns[word];
                long given = column == null ? 0 : column.get(row);
                keys[words[word]][at] = window != null && window.word() == word ? window.start(given) : given;
            }
        }
    }

    /** Adds the ends of windows to keys that have their starts. */
    void addEnds(long[][] keys, int count) {
        if (tumbled == null) {
            return;
        }
        long size = tumbled.cells().nanos();
        for (int end : tumbled.ends()) {
            for (int i = 0; i < count; i++) {
                keys[end][i] = keys[tumbled.start()][i] + size;
            }
        }
    }
}
