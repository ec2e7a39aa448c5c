package io.barograph.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static Statement.Set check(String key, String value) {
        return Settings.check(new Statement.Set(key, value));
    }

    @ParameterizedTest
    @CsvSource({
        "checkpoint.interval, 10 seconds, checkpoint.interval",
        "execution.checkpointing.interval, 500ms, checkpoint.interval",
        "checkpoint.dir, state/of me, checkpoint.dir",
        "execution.checkpointing.dir, /tmp/x, checkpoint.dir",
        "parallelism.default, 4, threads",
        "threads, 1024, threads",
        "execution.runtime-mode, streaming, execution.runtime-mode",
        "execution.runtime-mode, BATCH, execution.runtime-mode",
    })
    void settingsOfOthersAreKeptUnderOurNames(String key, String value, String kept) {
        assertThat(check(key, value)).isEqualTo(new Statement.Set(kept, value));
    }

    @ParameterizedTest
    @CsvSource({
        "checkpoint.interval, 0 s, expects a length of time such as '10 seconds'",
        "checkpoint.interval, 10, expects a length of time such as '10 seconds'",
        "checkpoint.interval, 1 month, expects a length of time such as '10 seconds'",
        "execution.checkpointing.interval, -5 s, expects a length of time such as '10 seconds'",
        "checkpoint.dir, ' ', expects a folder of this machine",
        "checkpoint.dir, s3://bucket/state, expects a folder of this machine",
        "execution.runtime-mode, automatic, expects batch or streaming",
        "threads, 0, expects a number of workers",
        "threads, 1025, expects a number of workers from 1 to 1024",
        "strict, maybe, expects true or false",
    })
    void aValueThatASettingCannotHaveIsRefused(String key, String value, String expected) {
        assertThatThrownBy(() -> check(key, value))
                .hasMessageStartingWith("SET '" + key + "' " + expected)
                .hasMessageEndingWith(", not '" + value + "'");
    }

    @Test
    void anUnknownSettingHasANearOne() {
        assertThatThrownBy(() -> check("checkpoint.intervall", "10 s"))
                .hasMessageContaining("did you mean checkpoint.interval");
    }
}
