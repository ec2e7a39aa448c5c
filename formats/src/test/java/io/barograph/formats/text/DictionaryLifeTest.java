package io.barograph.formats.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Dictionary;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

final class DictionaryLifeTest {
    /** The most entries that a dictionary has while batches of a column are read, and whether the last batch shares the first one's. */
    private record Lives(int mostEntries, boolean isOne) {}

    private static Lives read(int batches, IntUnaryOperator textOfRow) {
        DictionaryLife life = new DictionaryLife();
        Dictionary first = new Dictionary();
        Dictionary dictionary = first;
        int most = 0;
        for (int batch = 0; batch < batches; batch++) {
            if (life.isOver(dictionary)) {
                dictionary = new Dictionary();
            }
            for (int i = 0; i < Batch.CAPACITY; i++) {
                dictionary.intern("text " + textOfRow.applyAsInt(batch * Batch.CAPACITY + i));
            }
            most = Math.max(most, dictionary.size());
        }
        return new Lives(most, dictionary == first);
    }

    @Test
    void textsThatComeAgainShareOneDictionary() {
        assertThat(read(200, row -> row % 60_000).isOne()).isTrue();
        assertThat(read(200, row -> row % 100 == 0 ? row : row % 7).isOne()).isTrue();
    }

    @Test
    void textsThatAreAllDifferentAreForgottenSoon() {
        DictionaryLife life = new DictionaryLife();
        Dictionary dictionary = new Dictionary();
        int most = 0;
        for (int row = 0; row < 500_000; row++) {
            if (row % Batch.CAPACITY == 0 && life.isOver(dictionary)) {
                dictionary = new Dictionary();
            }
            dictionary.intern("text " + row);
            most = row < 100_000 ? 0 : Math.max(most, dictionary.size());
        }
        assertThat(most).isEqualTo(8 * Batch.CAPACITY);
    }

    @Test
    void noDictionaryGrowsFarBeyondItsLimit() {
        Lives lives = read(200, row -> row * 3 / 4);
        assertThat(lives.mostEntries()).isBetween(1 << 16, (1 << 16) + Batch.CAPACITY);
        assertThat(lives.isOne()).isFalse();
    }
}
