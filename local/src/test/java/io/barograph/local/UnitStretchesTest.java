package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnitStretchesTest {
    @Test
    void aWorkerReadsItsStretchInOrderAndThenFromTheEndOfTheLongest() {
        UnitStretches stretches = new UnitStretches(9, 3);
        assertThat(stretches.next(1)).isEqualTo(3);
        List<Integer> first = new ArrayList<>();
        for (int unit = stretches.next(0); unit >= 0; unit = stretches.next(0)) {
            first.add(unit);
        }
        assertThat(first).containsExactly(0, 1, 2, 8, 5, 7, 4, 6);
        assertThat(stretches.next(1)).isEqualTo(-1);
    }

    @Test
    void everyUnitIsGivenOutOnceWhoeverAsks() {
        for (int units : new int[] {0, 1, 2, 7, 1000}) {
            UnitStretches stretches = new UnitStretches(units, 4);
            ConcurrentLinkedQueue<Integer> given = new ConcurrentLinkedQueue<>();
            IntStream.range(0, 4).parallel().forEach(worker -> {
                for (int unit = stretches.next(worker); unit >= 0; unit = stretches.next(worker)) {
                    given.add(unit);
                }
            });
            assertThat(given)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, units).boxed().toList());
        }
    }
}
