package io.barograph.local;

import static io.barograph.local.Queries.call;
import static io.barograph.local.Queries.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Type;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.rewrite.PlanRewriter;
import io.barograph.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Joins whose held side does not fit memory give the bytes that they give where it does. */
class PartitionedJoinTest {
    private final Runs runs = new Runs();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"INNER", "FULL", "MARK"})
    void partitionsThatAreTooLargeAreDealtOutAgain(JoinKind kind) throws IOException {
        Random random = Seeds.random("partitions");
        StringBuilder held = new StringBuilder("key,value\n");
        for (int i = 0; i < 75_000; i++) {
            held.append(random.nextInt(200_000))
                    .append(',')
                    .append(random.nextInt(10))
                    .append('\n');
        }
        check(kind, passing(random, 2_000, 200_000), held.toString(), 1 << 18);
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void aKeyOfMoreRowsThanFitMemoryIsJoinedBlockByBlock(JoinKind kind) throws IOException {
        Random random = Seeds.random("blocks");
        StringBuilder held = new StringBuilder("key,value\n");
        for (int i = 0; i < 6_000; i++) {
            held.append(random.nextInt(8) == 0 ? random.nextInt(20) : 7).append(',');
            held.append(random.nextInt(1_000)).append('\n');
        }
        check(kind, passing(random, 60, 20), held.toString(), 1 << 16);
    }

    /** Rows with a long text, so that it is the other side that is held. */
    private static String passing(Random random, int rows, int keys) {
        StringBuilder csv = new StringBuilder("key,value,note\n");
        String note = "x".repeat(1_000);
        for (int i = 0; i < rows; i++) {
            csv.append(random.nextInt(10) == 0 ? "" : String.valueOf(random.nextInt(keys)))
                    .append(',');
            csv.append(random.nextInt(1_000)).append(',').append(note).append('\n');
        }
        return csv.toString();
    }

    private void check(JoinKind kind, String passing, String held, long memory) throws IOException {
        Plan left = scan("left.csv", passing);
        Plan right = scan("right.csv", held);
        Expr equal = call("=", Type.BOOLEAN, number(0), number(2));
        Expr above = call("<", Type.BOOLEAN, number(1), number(3));
        for (Expr condition : List.of(equal, new Expr.Call("and", List.of(equal, above), Type.BOOLEAN))) {
            Plan join = PlanRewriter.rewrite(Plan.Join.on(left, right, kind, condition));
            TextSink inMemory = new TextSink();
            runs.engine.run(query(join), inMemory, RunOptions.defaults().withThreads(2));
            Path temp = Files.createDirectories(folder.resolve("temp"));
            RunOptions little =
                    RunOptions.defaults().withThreads(2).withMemoryBytes(memory).withTemp(temp.toString());
            TextSink inFiles = new TextSink();

            RunSummary summary = runs.engine.run(query(join), inFiles, little);

            assertThat(summary.spilledBytes()).isPositive();
            assertThat(inFiles.text()).as("%s%s", kind, Seeds.repeat()).isEqualTo(inMemory.text());
            try (Stream<Path> files = Files.list(temp)) {
                assertThat(files).isEmpty();
            }
        }
    }

    private Plan scan(String name, String csv) throws IOException {
        Plan all = Queries.scan(runs.table(folder.resolve(name), csv));
        return Queries.project(all, Queries.column(all, 0), Queries.column(all, 1));
    }

    private static Expr number(int column) {
        return new Expr.ColumnRef(column, Type.BIGINT);
    }
}
