package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.local.live.LiveStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveStatusBlockTest {
    @Test
    void whatIsWrongIsShownToItsEnd() {
        assertThat(LiveStatusBlock.wrapped("", 20)).isEmpty();
        assertThat(LiveStatusBlock.wrapped("all is lost", 20)).containsExactly("! all is lost");
        assertThat(LiveStatusBlock.wrapped("db:5432/plant: it refuses the connection, for 7 s", 21))
                .containsExactly("! db:5432/plant: it", "  refuses the", "  connection, for 7 s");
        assertThat(LiveStatusBlock.wrapped("abcdefghijklmnop", 8)).containsExactly("! abcdef", "  ghijkl", "  mnop");
    }

    @Test
    void aLineThatIsCutEndsInNoComma() {
        assertThat(LiveStatusBlock.cut("held by a, silent for 12 s", 10)).isEqualTo("held by a");
        assertThat(LiveStatusBlock.cut("held by a, silent for 12 s", 26)).endsWith("12 s");
    }

    @Test
    void aRunUntilATimeSaysWhatItWaitsFor() {
        long noon = 1_767_268_800_000_000_000L;
        LiveStatus.Lane quiet = new LiveStatus.Lane(
                "r", "readings/1", 0, 0, 0, 0, 0, 0, 0, 0, 0, Long.MIN_VALUE, 12_000_000_000L, false, false);
        LiveStatus status = new LiveStatus(
                20_000_000_000L,
                List.of(quiet),
                List.of(),
                List.of(),
                -1,
                0,
                0,
                0,
                0,
                0,
                Map.of(),
                LiveStatus.Waits.NONE,
                new LiveStatus.Goal(noon, "minutes", noon - 60_000_000_000L, "readings/1"),
                null);
        assertThat(LiveStatusBlock.lines(status, 0))
                .contains(
                        "until 2026-01-01 12:00:00: minutes is complete up to 2026-01-01 11:59:00, held by readings/1,"
                                + " silent for 12 s");
    }
}
