package io.barograph.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers give that no verb can take, and the values that it takes. */
@SuppressWarnings("NullAway")
class WrongArgumentsTest {
    private final Frame frame = Frame.sql("SELECT TIMESTAMP '2023-01-01 00:00:00' AS t, 1 AS x");

    @Test
    void nullIsToldByVerbAndArgument() {
        message(() -> frame.where(null), "where: condition is null");
        message(
                () -> frame.where("x = ?", (Object[]) null),
                "where: the array of values (one NULL is written new Object[] {null}) is null");
        message(() -> Frame.read(null), "read: file is null");
        Map<String, String> options = new HashMap<>();
        options.put("delimiter", null);
        message(() -> Frame.read("x.csv", options), "read: option delimiter is null");
        message(() -> Frame.sql(null), "sql: query is null");
        message(() -> frame.by((String) null), "by: keys[0] is null");
        message(() -> frame.by("x").by((String) null), "by: expressions[0] is null");
        message(() -> frame.by("x").aggregate("count(*)", null), "aggregate: aggregates[1] is null");
        message(() -> frame.select((String[]) null), "select: expressions is null");
        message(() -> frame.derive((String) null), "derive: expressions[0] is null");
        message(() -> frame.sort((String) null), "sort: keys[0] is null");
        message(() -> frame.window(null), "window: window is null");
        message(() -> frame.along(null), "along: time is null");
        message(() -> frame.latest(null), "latest: time is null");
        message(() -> frame.join(null, "x"), "join: other is null");
        message(() -> frame.joinOn(null, frame, "l.x = r.x"), "joinOn: kind is null");
        message(() -> frame.joinAsOf(frame, null), "joinAsOf: asOf is null");
        message(() -> frame.union(null), "union: other is null");
        message(() -> frame.write(null), "write: file is null");
        message(() -> frame.options(null), "options: change is null");
    }

    @Test
    void aRowSaysHowManyColumnsItHas() {
        Row row = frame.rows().get(0);
        assertThat(row.get(1)).isEqualTo(1L);
        message(() -> row.get(2), "there is no column at index 2; the row has 2 columns, counted from 0");
        message(() -> row.get(-1), "there is no column at index -1; the row has 2 columns, counted from 0");
    }

    @Test
    void timesOfEveryKindAreTheirInstant() {
        List<Object> midnight = List.of(
                Instant.parse("2023-01-01T00:00:00Z"),
                LocalDateTime.parse("2023-01-01T00:00:00"),
                ZonedDateTime.parse("2023-01-01T09:00:00+09:00[Asia/Seoul]"),
                OffsetDateTime.parse("2022-12-31T19:00:00-05:00"));
        for (Object time : midnight) {
            assertThat(frame.where("t = ?", time).count()).as("%s", time).isEqualTo(1);
        }
        assertThatThrownBy(() -> frame.where("t = ?", new Date(0)))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("a Date gives toInstant()");
        message(
                () -> frame.where("t < ?", Instant.MAX),
                "+1000000000-12-31T23:59:59.999999999Z is beyond the range of TIMESTAMP, which is 1677-09-21 to 2262-04-11");
    }

    @Test
    void oneOptionIsSaidToBeWrong() {
        message(() -> frame.options(options -> options.withThreads(0)).rows(), "threads must be above 0, but is 0");
        message(
                () -> frame.options(options -> options.withMemoryBytes(-1)).rows(),
                "memoryBytes must be above 0, but is -1");
    }

    @Test
    void aQueryTakesValues() {
        Frame two = Frame.sql("SELECT n FROM (VALUES (1), (2), (3)) AS t(n) WHERE n > ? ORDER BY n LIMIT ?", 1, 1);
        assertThat(two.rows()).extracting(row -> row.getLong("n")).containsExactly(2L);
        assertThatThrownBy(() -> Frame.sql("SELECT 1 LIMIT ?", 1, 2)).hasMessageContaining("1 question marks, but 2");
        message(
                () -> Frame.sql("SELECT 1", (Object[]) null),
                "sql: the array of values (one NULL is written new Object[] {null}) is null");
    }

    @Test
    void otherStatementsAreToldTheirVerbs(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), "x\n1\n");
        assertThatThrownBy(() -> Frame.sql("SUMMARIZE '" + file + "'"))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("SUMMARIZE is describe() here");
    }

    private static void message(ThrowingCallable wrong, String message) {
        assertThatThrownBy(wrong).isInstanceOf(BarographException.class).hasMessage(message);
    }
}
