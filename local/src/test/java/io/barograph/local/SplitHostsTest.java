package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.source.Block;
import io.barograph.core.source.Lane;
import io.barograph.core.source.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitHostsTest {
    private static final Lane LANE = new Lane(0, "lane", 250, true);

    private static final SplitHosts HOSTS = new SplitHosts();

    static {
        HOSTS.add(
                LANE,
                List.of(
                        new Block(0, 100, List.of("a", "b")),
                        new Block(100, 200, List.of("c", "b")),
                        new Block(200, 250, List.of("d", "e", "f", "g"))));
    }

    private static List<String> of(long... borders) {
        return HOSTS.of(List.of(new Split(LANE, borders[0], borders[1])));
    }

    @Test
    void theMachinesOfABlockAreThoseOfASplitInIt() {
        assertThat(of(0, 100)).containsExactly("a", "b");
        assertThat(of(120, 180)).containsExactly("b", "c");
    }

    @Test
    void whoHasMostComesFirst() {
        assertThat(of(60, 180)).containsExactly("b", "c", "a");
        assertThat(of(190, 250)).containsExactly("d", "e", "f");
        assertThat(HOSTS.of(List.of(new Split(LANE, 0, 10), new Split(LANE, 100, 150))))
                .containsExactly("b", "c", "a");
    }

    @Test
    void withoutBlocksNobodyKnows() {
        assertThat(HOSTS.of(List.of(new Split(new Lane(1, "other", 10, true), 0, 10))))
                .isEmpty();
        assertThat(of(0, 0)).isEmpty();
    }
}
