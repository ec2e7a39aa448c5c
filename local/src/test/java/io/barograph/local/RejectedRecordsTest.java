package io.barograph.local;

import static io.barograph.local.Queries.aggregate;
import static io.barograph.local.Queries.column;
import static io.barograph.local.Queries.group;
import static io.barograph.local.Queries.project;
import static io.barograph.local.Queries.query;
import static io.barograph.local.Queries.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Type;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.TableDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedRecordsTest {
    @TempDir
    Path folder;

    private final Runs runs = new Runs();

    /** Lines 51, 101, … have a field too many; every tenth record holds a line break. */
    private TableDescription dirty(int rows) throws IOException {
        StringBuilder text = new StringBuilder("id,note\n");
        for (int i = 1; i <= rows; i++) {
            text.append(i % 50 == 0 ? "x,y,z\n" : i + ",\"a" + (i % 10 == 0 ? "\n" : " ") + "b\"\n");
        }
        return runs.table(folder.resolve("dirty.csv"), text.toString());
    }

    private static List<Long> linesOf(int rows) {
        List<Long> lines = new ArrayList<>();
        long line = 1;
        for (int i = 1; i <= rows; i++) {
            line++;
            if (i % 50 == 0) {
                lines.add(line);
            } else if (i % 10 == 0) {
                line++;
            }
        }
        return lines;
    }

    private static List<Query> bothKinds(TableDescription table) {
        Plan scan = scan(table);
        return List.of(
                query(group(scan, List.of(), aggregate("count", Type.BIGINT))), query(project(scan, column(scan, 0))));
    }

    @Test
    void areToldWithTheirLinesInOrderAtEverySplitSize() throws IOException {
        TableDescription table = dirty(1000);
        for (Query query : bothKinds(table)) {
            for (long split : new long[] {16, 500, 1 << 20}) {
                List<RejectedRecord> told = new ArrayList<>();
                RunSummary summary = runs.engine.run(
                        query,
                        new TextSink(),
                        RunOptions.defaults()
                                .withThreads(3)
                                .withSplitBytes(split)
                                .withRejects(told::add));
                assertThat(told).extracting(RejectedRecord::line).containsExactlyElementsOf(linesOf(1000));
                assertThat(told).extracting(RejectedRecord::offset).isSorted();
                assertThat(summary.rejected()).isEqualTo(20);
                assertThat(summary.used()).isEqualTo(980);
                assertThat(summary.rejectReasons().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isEqualTo(20);
            }
        }
    }

    @Test
    void firstOneEndsAStrictRun() throws IOException {
        TableDescription table = dirty(1000);
        for (Query query : bothKinds(table)) {
            for (long split : new long[] {16, 500, 1 << 20}) {
                assertThatThrownBy(() -> runs.engine.run(
                                query,
                                new TextSink(),
                                RunOptions.defaults()
                                        .withThreads(3)
                                        .withSplitBytes(split)
                                        .withStrict(true)))
                        .isInstanceOfSatisfying(
                                BarographException.class,
                                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BAD_DATA))
                        .hasMessageContaining("dirty.csv', line " + linesOf(50).get(0) + ",");
            }
        }
    }

    @Test
    void kindsNameTheColumnAndNotTheValue() {
        assertThat(RejectLog.kind("column 'a': 'it's x' is no DOUBLE")).isEqualTo("column 'a': '…' is no DOUBLE");
        assertThat(RejectLog.kind("column 'a': 10166744073709551615 is above 9223372036854775807"))
                .isEqualTo("column 'a': … is above 9223372036854775807");
        assertThat(RejectLog.kind("column 'a': \"it's x\" is no BIGINT")).isEqualTo("column 'a': … is no BIGINT");
        assertThat(RejectLog.kind("column 'a': an interval of months has no fixed length"))
                .isEqualTo("column 'a': an interval of months has no fixed length");
        assertThat(RejectLog.kind("column 'a': it stands there twice")).isEqualTo("column 'a': it stands there twice");
        assertThat(RejectLog.kind("no JSON")).isEqualTo("no JSON");
    }

    @Test
    void manyAreKeptInAFileAndToldAll() {
        try (RejectLog log = new RejectLog(true)) {
            RejectLog.Part part = log.newPart(false);
            String text = "x".repeat(10_000);
            for (int i = 0; i < 2_000; i++) {
                part.reject(new RejectedRecord("f", i, i + 1, "column 'a': '" + i + "' is no DOUBLE", text));
            }
            List<Long> lines = new ArrayList<>();
            part.replay(record -> lines.add(record.line()), 100);
            assertThat(lines).hasSize(2_000).isSorted().startsWith(101L).endsWith(2100L);
            assertThat(part.kinds()).containsOnlyKeys("column 'a': '…' is no DOUBLE");
        }
    }
}
