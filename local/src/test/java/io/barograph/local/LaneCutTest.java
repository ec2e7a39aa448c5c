package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.source.Block;
import io.barograph.core.source.Lane;
import io.barograph.core.source.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LaneCutTest {
    private static List<Long> ends(long size, long splitBytes, long... blockStarts) {
        return cut(size, splitBytes, blockStarts).stream().map(Split::end).toList();
    }

    private static List<Split> cut(long size, long splitBytes, long... blockStarts) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < blockStarts.length; i++) {
            long end = i + 1 < blockStarts.length ? blockStarts[i + 1] : size;
            blocks.add(new Block(blockStarts[i], end, List.of()));
        }
        return LaneCut.cut(new Lane(0, "lane", size, true), blocks, splitBytes);
    }

    @Test
    void withoutBlocksSplitsAreAsLongAsWanted() {
        assertThat(ends(100, 40)).containsExactly(40L, 100L);
        assertThat(ends(101, 40)).containsExactly(40L, 80L, 101L);
        assertThat(ends(60, 40)).containsExactly(60L);
        assertThat(ends(0, 40)).containsExactly(0L);
    }

    @Test
    void aSplitEndsWhereABlockDoes() {
        assertThat(ends(200, 40, 0, 100)).containsExactly(40L, 100L, 140L, 200L);
        assertThat(ends(200, 40, 0, 128)).containsExactly(40L, 80L, 128L, 168L, 200L);
    }

    @Test
    void smallBlocksStayTogether() {
        assertThat(ends(100, 40, 0, 15, 30, 45, 60, 75, 90)).containsExactly(45L, 75L, 100L);
    }

    @Test
    void aSplitOfAllIsWhole() {
        assertThat(ends(200, Long.MAX_VALUE / 2, 0, 100)).containsExactly(200L);
    }

    @Test
    void whateverTheBlocksSplitsAreALaneWithoutGaps() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            long size = random.nextInt(400);
            long splitBytes = 1 + random.nextInt(60);
            long blockBytes = 1 + random.nextInt(90);
            LongStream starts = random.nextBoolean()
                    ? LongStream.empty()
                    : LongStream.iterate(0, at -> at < size, at -> at + blockBytes);
            long at = 0;
            List<Split> splits = cut(size, splitBytes, starts.toArray());
            for (Split split : splits) {
                assertThat(split.start()).isEqualTo(at);
                at = split.end();
                if (splits.size() > 1) {
                    assertThat(split.end() - split.start()).isBetween(splitBytes / 2, splitBytes + splitBytes / 2);
                    assertThat(split.end()).isGreaterThan(split.start());
                }
            }
            assertThat(at).isEqualTo(size);
        }
    }
}
