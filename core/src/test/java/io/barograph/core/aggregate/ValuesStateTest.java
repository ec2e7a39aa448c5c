package io.barograph.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Groups of many values, which the contract's few rows do not make: added, merged, searched and saved in turn. */
class ValuesStateTest {
    private static final int GROUPS = 3;

    private final Random random = new Random(7);

    /** A state and what it must hold. */
    private final class Checked {
        private final ValuesState state = new ValuesState(Type.BIGINT);
        private final List<List<Long>> expected = new ArrayList<>();

        Checked() {
            state.resize(GROUPS);
            for (int group = 0; group < GROUPS; group++) {
                expected.add(new ArrayList<>());
            }
        }

        /** Adds a batch, most of it to the first group, so that groups of all sizes come about. */
        void add() {
            int size = 1 + random.nextInt(Batch.CAPACITY);
            long[] values = random.longs(size, -1_000, 1_000_000).toArray();
            int[] groups = new int[size];
            for (int i = 0; i < size; i++) {
                groups[i] = random.nextInt(8) > 0 ? 0 : random.nextInt(200) > 0 ? 1 : 2;
                expected.get(groups[i]).add(values[i]);
            }
            state.add(new Column[] {new LongColumn(Type.BIGINT, values, Validity.ALL)}, groups, size);
        }

        void merge(Checked other) {
            int[] all = {0, 1, 2};
            int[] turned = {1, 0, 2};
            state.merge(other.state, all, turned, GROUPS);
            for (int group = 0; group < GROUPS; group++) {
                expected.get(turned[group]).addAll(other.expected.get(group));
            }
        }

        void check() {
            for (int group = 0; group < GROUPS; group++) {
                List<Long> sorted = new ArrayList<>(expected.get(group));
                Collections.sort(sorted);
                long[] found = new long[2];
                assertThat(state.size(group)).isEqualTo(sorted.size());
                for (int i = 0; i < 10 && !sorted.isEmpty(); i++) {
                    int rank = random.nextInt(sorted.size());
                    state.select(group, rank, found);
                    assertThat(found[0]).isEqualTo(sorted.get(rank));
                }
            }
        }

        /** The same values, read from what was written. */
        Checked saved() {
            Checked copy = new Checked();
            for (int group = 0; group < GROUPS; group++) {
                StateOutput output = new StateOutput();
                state.write(group, output);
                copy.state.read(group, new StateInput(output.bytes(), 0, output.length()));
                copy.expected.get(group).addAll(expected.get(group));
            }
            return copy;
        }
    }

    @Test
    void holdsAllValuesHoweverItIsUsed() {
        Checked first = new Checked();
        Checked second = new Checked();
        for (int round = 0; round < 60; round++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> first.add();
                case 2 -> second.add();
                case 3 -> first.check();
                case 4 -> {
                    first.merge(second);
                    second.check();
                    second = new Checked();
                }
                default -> first = first.saved();
            }
        }
        first.merge(second);
        first.check();
        first.merge(first.saved());
        first.check();
        assertThat(first.state.size(0)).isGreaterThan(20_000);
    }
}
