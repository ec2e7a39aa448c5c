package io.barograph.core.aggregate.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalIntegerTest {
    private static final long SEED = Long.getLong("barograph.seed", 7L);

    private static BigInteger integer(long high, long middle, long low) {
        return BigInteger.valueOf(high)
                .shiftLeft(64)
                .add(unsigned(middle))
                .shiftLeft(64)
                .add(unsigned(low));
    }

    private static BigInteger unsigned(long word) {
        return new BigInteger(Long.toUnsignedString(word));
    }

    /** A word of few or many bits, often all zeros or all ones. */
    private static long word(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> -1;
            default -> random.nextLong() >> random.nextInt(64) << random.nextInt(64);
        };
    }

    @Test
    void wordsGiveTheBytesOfTheIntegerThatTheyAre() {
        Random random = new Random(SEED);
        for (int i = 0; i < 200_000; i++) {
            long low = word(random);
            long middle = word(random);
            // As records leave room above their highest limb.
            long high = word(random) >> 8;
            int position = random.nextInt(2_100);
            StateOutput words = new StateOutput();
            CanonicalInteger.write(high, middle, low, position, words);
            BigInteger value = integer(high, middle, low).shiftLeft(position);
            StateOutput whole = new StateOutput();
            CanonicalInteger.write(value, whole);
            assertThat(words.toByteArray())
                    .as("seed %d: %s · 2^%d", SEED, integer(high, middle, low), position)
                    .isEqualTo(whole.toByteArray());
            assertThat(CanonicalInteger.read(new StateInput(words.toByteArray())))
                    .isEqualTo(value);
        }
    }

    @Test
    void limbsAreWrittenAsTheNumberThatTheyHold() {
        Random random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            for (Term term : new Term[] {Term.X, Term.XX}) {
                long[] record = new long[1 + term.limbs()];
                record[0] = Record.withWindows(random.nextInt(1 << 20), 1 + random.nextInt(2_000), Record.NO_WINDOW);
                for (int limb = 1; limb < record.length; limb++) {
                    // Between two carries a limb moves by less than 2^62.
                    record[limb] = word(random) >> 2;
                }
                StateOutput limbs = new StateOutput();
                Record.write(record, 0, 1, term, limbs);
                StateOutput whole = new StateOutput();
                CanonicalInteger.write(Record.value(record, 1, term).shiftLeft(term.position(record[0])), whole);
                assertThat(limbs.toByteArray()).as("seed %d, %s", SEED, term).isEqualTo(whole.toByteArray());
            }
        }
    }
}
