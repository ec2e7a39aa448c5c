package io.barograph.server.api;

import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunAccount;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.local.LocalEngine;
import io.barograph.server.http.Exchange;
import io.barograph.server.http.NotedStream;
import io.barograph.sql.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpStatus;

/** The answer to EXPLAIN, a text: the plan; with ANALYZE the query runs, and what it read follows, noted as its answer would be. */
final class Explanation {
    private static final String TEXT = "text/plain; charset=utf-8";

    private Explanation() {}

    /** @param run runs a query, and tells the notes of it */
    static void answer(
            Exchange exchange,
            Statement.Explain explain,
            Catalog tables,
            RunOptions options,
            BiConsumer<Query, ResultSink> run,
            AnswerNotes notes)
            throws IOException {
        if (exchange.parameter("format") != null) {
            throw AnswerRequest.wrong("EXPLAIN answers with a text, not with rows: leave 'format' out");
        }
        String plan = LocalEngine.explain(
                explain.query(), options, table -> tables.open(table).sizeBytes());
        if (!explain.analyze()) {
            exchange.text(HttpStatus.OK_200, TEXT, plan);
            return;
        }
        run.accept(explain.query(), ResultSink.NOWHERE);
        NotedStream out = new NotedStream(exchange.stream(TEXT), exchange, notes::early);
        out.write((plan + RunAccount.of(notes.last())).getBytes(StandardCharsets.UTF_8));
        out.complete(notes.late());
    }
}
