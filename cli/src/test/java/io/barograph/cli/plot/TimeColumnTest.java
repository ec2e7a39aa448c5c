package io.barograph.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeColumnTest {
    @Test
    void aNumberIsComparedAsItStandsInTheFile() {
        TimeColumn seconds = new TimeColumn("from_epoch_ns(\"s\" * 1000000000)", "\"s\"", 1_000_000_000);
        String condition = "from_epoch_ns(\"s\" * 1000000000) >= TIMESTAMP '1970-01-01 00:00:01.5'";
        assertThat(seconds.from(1_500_000_000)).isEqualTo("\"s\" >= 2 AND " + condition);
        assertThat(seconds.before(1_500_000_000)).startsWith("\"s\" < 2 AND ");
        assertThat(seconds.before(2_000_000_000)).startsWith("\"s\" < 2 AND ");
        assertThat(seconds.from(-1_500_000_000)).startsWith("\"s\" >= -1 AND ");
    }

    @Test
    void aTimestampIsComparedAlone() {
        assertThat(TimeColumn.of("\"t\"").before(0)).isEqualTo("\"t\" < TIMESTAMP '1970-01-01 00:00:00'");
    }
}
