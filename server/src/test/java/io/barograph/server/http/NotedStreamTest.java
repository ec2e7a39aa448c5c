package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotedStreamTest {
    /** What Jetty has room for, for all headers of an answer. */
    private static final int HEADERS = 8 << 10;

    @Test
    void notesAreLinesOfAsciiAndNotTooMany() {
        assertThat(NotedStream.headers(List.of("결과\r\nSet-Cookie: a", "b"))).containsExactly("????Set-Cookie: a", "b");
        List<String> many = NotedStream.headers(Collections.nCopies(60, "x".repeat(5_000)));
        assertThat(many).hasSize(9).last().isEqualTo("and 52 more notes of this kind");
        assertThat(many.stream().mapToInt(String::length).sum()).isLessThan(HEADERS / 2);
    }
}
