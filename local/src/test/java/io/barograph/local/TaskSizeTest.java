package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import org.junit.jupiter.api.Test;

class TaskSizeTest {
    private static final long MEBIBYTE = 1L << 20;

    @Test
    void aTableIsTwoTasksAPartition() {
        assertThat(TaskSize.tableBytes(800 * MEBIBYTE, 4, 0)).isEqualTo(100 * MEBIBYTE);
    }

    @Test
    void aTaskOfALargeTableIsABlock() {
        assertThat(TaskSize.tableBytes(1L << 50, 4, 0)).isEqualTo(128 * MEBIBYTE);
    }

    @Test
    void whatAHostFindsWorthATaskIsOne() {
        assertThat(TaskSize.tableBytes(8 * MEBIBYTE, 4, 128 * MEBIBYTE)).isEqualTo(128 * MEBIBYTE);
        assertThat(TaskSize.tableBytes(1L << 50, 4, 512 * MEBIBYTE)).isEqualTo(512 * MEBIBYTE);
    }

    @Test
    void tasksBesideEachOtherShareTheHeapWithTheEngine() {
        long heap = Runtime.getRuntime().maxMemory();
        assertThat(TaskSize.ofHalf(4).memoryBytes()).isEqualTo(RunOptions.memoryOf(heap / 8));
        assertThat(TaskSize.ofHalf(0).memoryBytes())
                .as("a host that counts none")
                .isEqualTo(TaskSize.ofHalf(1).memoryBytes());
        assertThat(TaskSize.without(2, MEBIBYTE).memoryBytes()).isEqualTo(RunOptions.memoryOf(heap / 2 - MEBIBYTE));
        assertThat(TaskSize.without(2, heap).memoryBytes())
                .as("an engine that takes all")
                .isEqualTo(RunOptions.memoryOf(heap / 8));
    }
}
