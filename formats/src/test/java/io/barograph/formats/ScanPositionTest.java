package io.barograph.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanPositionTest {
    private static GivenOptions given(String... options) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new GivenOptions("kafka", map);
    }

    @Test
    void whereNothingIsSaidReadingBeginsAtTheFirstRecordAndGoesOn() {
        assertThat(ScanPosition.takeStart(given()))
                .isEqualTo(new ScanPosition(ScanPosition.Mode.EARLIEST, 0, Map.of()));
        ScanPosition end = ScanPosition.takeEnd(given("scan.bounded.mode", "unbounded"));
        assertThat(end)
                .isEqualTo(ScanPosition.takeEnd(given()))
                .isEqualTo(new ScanPosition(ScanPosition.Mode.UNBOUNDED, 0, Map.of()));
        assertThat(end.text()).isEmpty();
    }

    @Test
    void startsAndEndsAreWrittenAlike() {
        for (String side : List.of("scan.startup.", "scan.bounded.")) {
            GivenOptions given = given(
                    side + "mode",
                    "Specific-Offsets",
                    side + "specific-offsets",
                    "partition:1,offset:300; partition : 0 , offset : 42");
            ScanPosition position =
                    side.contains("startup") ? ScanPosition.takeStart(given) : ScanPosition.takeEnd(given);
            assertThat(position).isEqualTo(new ScanPosition(ScanPosition.Mode.SPECIFIC, 0, Map.of(0, 42L, 1, 300L)));
            assertThat(position.text()).isEqualTo("specific-offsets {0=42, 1=300}");
            given.refuseOthers(List.of());
        }
        assertThat(ScanPosition.takeEnd(
                                given("scan.bounded.mode", "timestamp", "scan.bounded.timestamp-millis", " 17 "))
                        .text())
                .isEqualTo("timestamp 17");
        assertThat(ScanPosition.takeEnd(given("scan.bounded.mode", "latest-offset"))
                        .text())
                .isEqualTo("latest-offset");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mode | latest | did you mean latest-offset
            mode | earliest-offset | must be one of unbounded, latest-offset, timestamp, specific-offsets
            mode | group-offsets | must be one of unbounded, latest-offset, timestamp, specific-offsets
            mode | specific-offsets | options 'scan.bounded.mode' = 'specific-offsets' and 'scan.bounded.specific-offsets' need each other
            specific-offsets | partition:0,offset:1 | need each other
            timestamp-millis | 5 | need each other
            """)
    void whatCannotBeIsRefused(String option, String value, String message) {
        assertThatThrownBy(() -> ScanPosition.takeEnd(given("scan.bounded." + option, value)))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_OPTION))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '' | must be such as 'partition:0,offset:42;partition:1,offset:300'
            0:42 | must be such as
            partition:0,offset:-1 | must be such as
            partition:0,offset:1; | must be such as
            partition:0,offset:1;partition:0,offset:2 | names partition 0 twice
            """)
    void offsetsAreReadStrictly(String offsets, String message) {
        assertThatThrownBy(() -> ScanPosition.takeStart(
                        given("scan.startup.mode", "specific-offsets", "scan.startup.specific-offsets", offsets)))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining(message);
    }
}
