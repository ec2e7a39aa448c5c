package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.fold.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys with folds of their own, and those for which there is no room. */
class FoldStatesTest {
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();

    /** Counts how often it was moved. */
    private final class Counting implements Fold {
        private long moves;

        Counting() {
            made.incrementAndGet();
        }

        @Override
        public void begin() {
            moves = 0;
        }

        @Override
        public void accept(Batch rows, Consumer<Batch> output) {
            moves++;
        }

        @Override
        public void end(Consumer<Batch> output) {}

        @Override
        public long deadline() {
            return moves;
        }

        @Override
        public void write(StateOutput output) {
            output.writeLong(moves);
        }

        @Override
        public void read(StateInput input) {
            reads.incrementAndGet();
            moves = input.readLong();
        }

        @Override
        public long memoryBytes() {
            return 100;
        }
    }

    private void move(FoldStates states, int... keys) {
        for (int key : keys) {
            Fold fold = states.take(key);
            fold.accept(new Batch(new Column[0], 1), rows -> {});
            states.give(key, fold);
        }
        states.settle();
    }

    private static long moves(FoldStates states, int key) {
        return new StateInput(states.state(key)).readLong();
    }

    @Test
    void everyKeyGoesOnWhereItStood() {
        FoldStates states = new FoldStates(Counting::new, 3);
        for (int round = 0; round < 4; round++) {
            move(states, IntStream.range(0, 10).toArray());
        }
        for (int key = 0; key < 10; key++) {
            assertThat(moves(states, key)).isEqualTo(4);
            assertThat(states.deadline(key)).isEqualTo(4);
        }
        assertThat(states.keys()).isEqualTo(10);
    }

    @Test
    void keysThatHaveRoomStayWhereMoreCome() {
        FoldStates states = new FoldStates(Counting::new, 4);
        move(states, IntStream.range(0, 8).toArray());
        reads.set(0);
        move(states, IntStream.range(0, 8).toArray());
        assertThat(reads.get()).as("only the four without room").isEqualTo(4);
        assertThat(states.memoryBytes()).isEqualTo(4 * 100 + 4 * 8 + 8 * 32);
    }

    @Test
    void keysThatNobodyAsksForMakeRoom() {
        FoldStates states = new FoldStates(Counting::new, 4);
        move(states, 0, 1, 2, 3);
        move(states, 4, 5, 6, 7);
        reads.set(0);
        move(states, 4, 5, 6, 7);
        move(states, 4, 5, 6, 7);
        assertThat(reads.get()).as("each once, until it has room").isEqualTo(4);
        assertThat(IntStream.range(0, 8).mapToLong(key -> moves(states, key)))
                .containsExactly(1L, 1L, 1L, 1L, 3L, 3L, 3L, 3L);
    }

    @Test
    void threadsTakeDifferentKeys() throws InterruptedException {
        FoldStates states = new FoldStates(Counting::new, 50);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int first = t * 100;
            Thread thread = new Thread(() -> {
                for (int round = 0; round < 20; round++) {
                    for (int key = first; key < first + 100; key++) {
                        Fold fold = states.take(key);
                        fold.accept(new Batch(new Column[0], 1), rows -> {});
                        states.give(key, fold);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        states.settle();
        assertThat(IntStream.range(0, 400).mapToLong(key -> moves(states, key))).containsOnly(20L);
        assertThat(made.get()).isLessThan(60);
    }

    /** As bases move on: whoever asks for a key meets others that are set for the first time. */
    @Test
    void threadsGoAlongKeysThatWereUnknown() throws InterruptedException {
        FoldStates states = new FoldStates(Counting::new, 0);
        AtomicInteger lost = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int first = t;
            Thread thread = new Thread(() -> {
                for (int key = first; key < 20_000; key += 4) {
                    Fold along = states.take(key);
                    along.accept(new Batch(new Column[0], 1), rows -> {});
                    states.give(key, along);
                    lost.addAndGet(key < states.keys() && moves(states, key) == 1 ? 0 : 1);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(lost).hasValue(0);
        assertThat(states.keys()).isEqualTo(20_000);
    }
}
