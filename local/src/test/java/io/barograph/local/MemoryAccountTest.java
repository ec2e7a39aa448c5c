package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import org.junit.jupiter.api.Test;

class MemoryAccountTest {
    private static final long MIB = 1 << 20;

    private final MemoryAccount memory = new MemoryAccount(100 * MIB, 2);

    /** While one worker writes what it holds, that still counts; the other, which has done so, must not end the run for it. */
    @Test
    void whoHasSpilledFailsForWhatItHoldsItself() {
        memory.begin("groups", "group by less");
        memory.note(1, 90 * MIB, 9);
        assertThat(memory.isTooMuch(20 * MIB)).isTrue();
        memory.noteSpilled(0, 20 * MIB, 2);
        assertThat(memory.mustSpill(1)).isTrue();
        assertThatThrownBy(() -> memory.noteSpilled(1, 90 * MIB, 9))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("11 groups so far take 110.0 MiB")
                .extracting(failed -> ((BarographException) failed).code())
                .isEqualTo(ErrorCode.OUT_OF_MEMORY);
    }

    /** What a worker cannot work without is let it at any limit. */
    @Test
    void whatOneGroupNeedsCannotBeSpilledAndTheErrorSaysHowMuchItIs() {
        MemoryAccount little = new MemoryAccount(MIB, 2);
        little.begin("groups", "group by something else");
        little.noteSpilled(0, 30 * MIB, 1);
        little.noteSpilled(1, 3 * MIB, 1);
        assertThatThrownBy(() -> little.noteSpilled(0, 30 * MIB, 1))
                .hasMessageContainingAll("2 groups so far take 33.0 MiB", "--memory", "group by something else");
    }

    @Test
    void whatEarlierStagesLeaveIsNoWorkersPart() {
        memory.retain(80 * MIB);
        memory.begin("groups", "group by less");
        memory.note(1, 5 * MIB, 1);
        memory.noteSpilled(0, 9 * MIB, 1);
        assertThatThrownBy(() -> memory.noteSpilled(0, 16 * MIB, 1)).hasMessageContaining("earlier stages 80.0 MiB");
    }
}
