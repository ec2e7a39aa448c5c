package io.barograph.local;

import static io.barograph.local.Queries.aggregate;
import static io.barograph.local.Queries.group;
import static io.barograph.local.Queries.query;
import static io.barograph.local.Queries.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.Engine;
import io.barograph.core.engine.Receipt;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.receipt.ReceiptJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
    @TempDir
    Path folder;

    private final Runs runs = new Runs();

    @Test
    void allSettingsOfTheLocalEngineAgree() throws IOException {
        TableDescription table = runs.table(folder.resolve("a.csv"), "k,v\na,1\nb,2\na,3\n");
        Query query = query(group(scan(table), List.of(0), aggregate("count", Type.BIGINT)));
        Verification.Report report = verified(query, runs.engine);
        assertThat(report.isSame()).isTrue();
        assertThat(report.attempts()).hasSameSizeAs(Verification.settings());
        assertThat(report.checksum()).startsWith("bag:");
    }

    private static Verification.Report verified(Query query, Engine engine) {
        Verification verification = new Verification(query, query.isOrdered(), RunOptions.defaults());
        Verification.settings().forEach(setting -> verification.run(new Verification.Way(engine, setting)));
        return verification.report();
    }

    @Test
    void anEngineThatAnswersOtherwiseIsFound() {
        Schema schema = Schema.of(new Field("x", Type.DOUBLE));
        Query asked = query(new Plan.Values(schema, List.of(List.of(new Expr.Literal(Type.DOUBLE, 1.0)))));
        Query other = query(new Plan.Values(schema, List.of(List.of(new Expr.Literal(Type.DOUBLE, 2.0)))));
        Engine wrong = new Engine() {
            @Override
            public String name() {
                return "wrong";
            }

            @Override
            public RunSummary run(Query query, ResultSink sink, RunOptions options) {
                return runs.engine.run(other, sink, options);
            }
        };
        Verification verification = new Verification(asked, false, RunOptions.defaults());
        verification.run(
                new Verification.Way(runs.engine, Verification.settings().get(0)));
        assertThat(verification.report().isSame()).isTrue();
        assertThat(verification
                        .run(Verification.Way.on(wrong, "wrong, far away"))
                        .way()
                        .words())
                .isEqualTo("wrong, far away");
        assertThat(verification.report().isSame()).isFalse();
        assertThat(verification.report().differences().get(0).actual()).startsWith("2.0");
    }

    @Test
    void aDifferenceIsNamedByCellInDecimalAndHex() {
        Schema schema = Schema.of(new Field("x", Type.DOUBLE));
        Query asked = query(new Plan.Values(schema, List.of()));
        Engine wavering = new Engine() {
            @Override
            public String name() {
                return "wavering";
            }

            @Override
            public RunSummary run(Query query, ResultSink sink, RunOptions options) {
                double value = options.threads() == 7 ? Math.nextUp(1.0) : 1.0;
                Plan values = new Plan.Values(schema, List.of(List.of(new Expr.Literal(Type.DOUBLE, value))));
                return runs.engine.run(query(values), sink, options);
            }
        };
        Verification.Report report = verified(asked, wavering);
        assertThat(report.isSame()).isFalse();
        assertThat(report.differences())
                .containsExactly(new Verification.Difference(
                        1, "x", "1.0 (0x3ff0000000000000)", "1.0000000000000002 (0x3ff0000000000001)"));
    }

    @Test
    void receiptsSurviveJsonAndTellWhichFilesChanged() throws IOException {
        Path file = folder.resolve("a.csv");
        TableDescription table = runs.table(file, "k,v\na,1\nb,2\na,3\n");
        Query query = query(scan(table));
        AnswerChecksum checksum = new AnswerChecksum(false);
        RunSummary summary = runs.engine.run(query, checksum.sink(), RunOptions.defaults());
        Receipt receipt = Receipts.of("test", "SELECT '\"'", query, summary, checksum);
        assertThat(receipt.rows()).isEqualTo(3);
        assertThat(receipt.lanes().get(0).endOffset()).isEqualTo(Files.size(file));
        assertThat(ReceiptJson.read("r.json", ReceiptJson.write(receipt))).isEqualTo(receipt);
        assertThat(Receipts.changes(receipt)).isEmpty();
        Files.writeString(file, "b,9\n", StandardOpenOption.APPEND);
        assertThat(Receipts.changes(receipt)).singleElement().asString().contains("had 16 bytes and has 20");
        Files.writeString(file, "k,v\na,1\nb,2\na,4\n");
        assertThat(Receipts.changes(receipt)).singleElement().asString().contains("other bytes");
        Files.delete(file);
        assertThat(Receipts.changes(receipt)).singleElement().asString().contains("is gone");
    }

    @Test
    void aFileOfWhichNothingWasReadIsNotLookedAt() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "k,v\na,1\n");
        Receipt.Lane unread = new Receipt.Lane("t", file.toString(), Files.size(file), 0, 0, "", 0, 0, 0, 0, 0, 0);
        Receipt receipt =
                new Receipt(Receipt.FORMAT, "test", 1, "2026a", "SELECT 1", "plan", false, List.of(unread), 1, "bag:1");
        assertThat(Receipts.changes(receipt)).isEmpty();
    }
}
