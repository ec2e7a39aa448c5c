package io.barograph.cli.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "10ms, 10000000, 10 ms",
        "1s, 1000000000, 1 s",
        "1.5s, 1500000000, 1.5 s",
        "90s, 90000000000, 1 min 30 s",
        "5m, 300000000000, 5 min",
        "2h, 7200000000000, 2 h",
        "198d, 17107200000000000, 198 d",
        "250us, 250000, 250 us",
        "7ns, 7, 7 ns",
    })
    void whatIsTypedIsReadAndSaidAgain(String typed, long nanos, String said) {
        assertThat(Durations.parse(typed)).isEqualTo(nanos);
        assertThat(Durations.text(nanos)).isEqualTo(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1", "1 fortnight", "0.1ns", "1e300d", "x5s"})
    void whatIsNoLengthOfTimeIsRefused(String typed) {
        assertThatThrownBy(() -> Durations.parse(typed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTwoLargestUnitsAreSaid() {
        assertThat(Durations.text(86_400_000_000_000L + 3 * 3_600_000_000_000L + 59))
                .isEqualTo("1 d 3 h");
        assertThat(Durations.text(-1_000_000_000L)).isEqualTo("-1 s");
    }
}
