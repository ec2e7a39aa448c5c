package io.barograph.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullDiskTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "/data/x: No space left on device",
                "There is not enough space on the disk",
                "Disk quota exceeded",
                "File too large",
            })
    void systemsSayItInTheirWords(String message) {
        assertThat(FullDisk.codeOf(new IOException(message))).isEqualTo(ErrorCode.DISK_FULL);
    }

    @Test
    void otherFailuresAreOthers() {
        assertThat(FullDisk.codeOf(new IOException("Permission denied"))).isEqualTo(ErrorCode.IO_ERROR);
        assertThat(FullDisk.codeOf(new IOException())).isEqualTo(ErrorCode.IO_ERROR);
    }
}
