package io.barograph.local;

import static io.barograph.local.Queries.call;
import static io.barograph.local.Queries.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Type;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.rewrite.PlanRewriter;
import io.barograph.core.source.TableDescription;
import io.barograph.testkit.Seeds;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joins of random tables against a loop over all pairs: every kind, key and condition, at every number of threads and split. */
class JoinPropertyTest {
    /** Less than an empty hash table takes. */
    private static final long LITTLE_MEMORY = 1 << 16;

    private static final int KEY = 0;
    private static final int TEXT = 1;
    private static final int REAL = 2;
    private static final int VALUE = 3;
    private static final int WIDTH = 4;

    /** Pairs of columns that are to be equal. */
    private static final List<List<int[]>> KEYS = List.of(
            List.of(new int[] {KEY, KEY}),
            List.of(new int[] {TEXT, TEXT}),
            List.of(new int[] {REAL, REAL}),
            List.of(new int[] {KEY, REAL}),
            List.of(new int[] {KEY, KEY}, new int[] {TEXT, TEXT}),
            List.of(new int[] {REAL, KEY}, new int[] {TEXT, TEXT}, new int[] {KEY, KEY}),
            List.of());

    private final Runs runs = new Runs();
    private final Random random = Seeds.random("joins");

    @TempDir
    Path folder;

    @Test
    void everyJoinYieldsThePairsOfALoopOverAll() throws IOException {
        for (int round = 0; round < 24; round++) {
            List<@Nullable Object[]> left = rows(round);
            List<@Nullable Object[]> right = rows(round + 1);
            Plan leftScan = scan("left" + round, left);
            Plan rightScan = scan("right" + round, right);
            JoinKind kind = JoinKind.values()[round % JoinKind.values().length];
            List<int[]> keys = KEYS.get(random.nextInt(KEYS.size()));
            boolean below = keys.isEmpty() || random.nextInt(3) == 0;
            Plan join = PlanRewriter.rewrite(Plan.Join.on(leftScan, rightScan, kind, condition(keys, below)));

            List<String> answered = new ArrayList<>(runs.sameEverywhere(query(join)));
            if (!keys.isEmpty()) {
                assertThat(withLittleMemory(join))
                        .as("round %d: %s join in temporary files%s", round, kind, Seeds.repeat())
                        .isEqualTo(answered);
            }

            List<String> expected = expected(left, right, kind, keys, below);
            Collections.sort(answered);
            Collections.sort(expected);
            assertThat(answered)
                    .as(
                            "round %d: %s of %d and %d rows on %s%s",
                            round,
                            kind,
                            left.size(),
                            right.size(),
                            keys.stream().map(Arrays::toString).toList(),
                            Seeds.repeat())
                    .isEqualTo(expected);
        }
    }

    /** Where nothing fits memory, sides are dealt out to files: the rows come in the same order all the same. */
    private List<String> withLittleMemory(Plan join) {
        TextSink sink = new TextSink();
        RunOptions options = RunOptions.defaults()
                .withThreads(2)
                .withMemoryBytes(LITTLE_MEMORY)
                .withTemp(folder.toString());
        runs.engine.run(query(join), sink, options);
        return sink.lines();
    }

    private List<@Nullable Object[]> rows(int round) {
        int size = round % 5 == 0 ? 0 : random.nextInt(round % 4 == 0 ? 700 : 40);
        int range = size > 100 ? 300 : 1 + random.nextInt(20);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            long key = random.nextInt(range) - range / 2;
            rows.add(new @Nullable Object[] {
                random.nextInt(8) == 0 ? null : (Object) key,
                random.nextInt(8) == 0 ? null : "t" + random.nextInt(range),
                random.nextInt(8) == 0
                        ? null
                        : (Object) (random.nextInt(range) / 2.0 * (random.nextBoolean() ? 1 : -1)),
                (long) random.nextInt(100)
            });
        }
        return rows;
    }

    /** The rows as a file, beside a column whose line breaks make readers of splits guess wrong; it is not read. */
    private Plan scan(String name, List<@Nullable Object[]> rows) throws IOException {
        StringBuilder csv = new StringBuilder("key,text,real,value,note\n1,a,0.5,1,\"x\n1,b,1.5,2,y\"\n");
        for (@Nullable Object[] row : rows) {
            for (Object cell : row) {
                csv.append(cell == null ? "" : cell).append(',');
            }
            csv.append(random.nextInt(4) == 0 ? "\"a\n1,t1,0.5,5,b\"" : "").append('\n');
        }
        TableDescription table = runs.table(folder.resolve(name + ".csv"), csv.toString());
        Plan all = Queries.scan(table);
        Plan known = new Plan.Filter(
                all,
                call(
                        "or",
                        Type.BOOLEAN,
                        call("is null", Type.BOOLEAN, Queries.column(all, 4)),
                        call(
                                "<>",
                                Type.BOOLEAN,
                                Queries.column(all, 4),
                                new Expr.Literal(Type.VARCHAR, "x\n1,b,1.5,2,y"))));
        return Queries.project(
                known,
                Queries.column(all, KEY),
                Queries.column(all, TEXT),
                Queries.column(all, REAL),
                Queries.column(all, VALUE));
    }

    private static @Nullable Expr condition(List<int[]> keys, boolean below) {
        List<Expr> conditions = new ArrayList<>();
        for (int[] key : keys) {
            conditions.add(call("=", Type.BOOLEAN, side(key[0], 0), side(key[1], WIDTH)));
        }
        if (below) {
            conditions.add(call("<", Type.BOOLEAN, side(VALUE, 0), side(VALUE, WIDTH)));
        }
        return conditions.size() == 1 ? conditions.get(0) : new Expr.Call("and", conditions, Type.BOOLEAN);
    }

    private static Expr side(int column, int offset) {
        Type type = column == TEXT ? Type.VARCHAR : column == REAL ? Type.DOUBLE : Type.BIGINT;
        return new Expr.ColumnRef(offset + column, type);
    }

    private static List<String> expected(
            List<@Nullable Object[]> left,
            List<@Nullable Object[]> right,
            JoinKind kind,
            List<int[]> keys,
            boolean below) {
        List<String> lines = new ArrayList<>();
        boolean[] matched = new boolean[right.size()];
        for (@Nullable Object[] one : left) {
            boolean any = false;
            for (int j = 0; j < right.size(); j++) {
                if (matches(one, right.get(j), keys, below)) {
                    any = true;
                    matched[j] = true;
                    if (kind.yieldsPairs()) {
                        lines.add(line(one) + line(right.get(j)));
                    }
                }
            }
            if (kind == JoinKind.MARK) {
                lines.add(line(one) + any + "|");
            } else if (kind == (any ? JoinKind.SEMI : JoinKind.ANTI)) {
                lines.add(line(one));
            } else if (!any && kind.keepsLeft()) {
                lines.add(line(one) + line(new Object[WIDTH]));
            }
        }
        for (int j = 0; j < right.size(); j++) {
            if (!matched[j] && kind.keepsRight()) {
                lines.add(line(new Object[WIDTH]) + line(right.get(j)));
            }
        }
        return lines;
    }

    private static boolean matches(@Nullable Object[] left, @Nullable Object[] right, List<int[]> keys, boolean below) {
        for (int[] key : keys) {
            Object one = left[key[0]];
            Object other = right[key[1]];
            if (one == null || other == null || !equal(one, other)) {
                return false;
            }
        }
        return !below || (Long) left[VALUE] < (Long) right[VALUE];
    }

    private static boolean equal(Object one, Object other) {
        if (one instanceof String) {
            return one.equals(other);
        }
        return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
    }

    private static String line(@Nullable Object[] row) {
        StringBuilder line = new StringBuilder();
        for (Object cell : row) {
            line.append(cell).append('|');
        }
        return line.toString();
    }
}
