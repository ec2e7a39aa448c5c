package io.barograph.cli;

import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.Delivery;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.engine.TableTarget;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.Closing;
import io.barograph.formats.TableTargets;
import io.barograph.formats.output.AtomicFile;
import io.barograph.local.Receipts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs INSERTs together. All answers are written where nobody sees them first; when every one is complete, the tables are shown,
 * one after the other. So a run that ends early, however it does, leaves every table as it was or as it should be.
 */
final class SinkRun {
    private final String file;
    private final @Nullable String receipts;
    private final Runner runner;
    private final Console console;

    /**
     * @param file that the statements stand in, or empty
     * @param receipts a folder, or null
     */
    SinkRun(String file, @Nullable String receipts, Runner runner, Console console) {
        this.file = file;
        this.receipts = receipts;
        this.runner = runner;
        this.console = console;
    }

    /** An INSERT while it runs. */
    private record Open(
            Pipeline.Sink sink,
            TableTarget target,
            @Nullable AnswerChecksum checksum) {
        ResultSink rows() {
            return checksum == null ? target.sink() : checksum.tee(target.sink());
        }
    }

    void run(List<Pipeline.Sink> sinks) {
        if (sinks.isEmpty()) {
            return;
        }
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            List<Open> all = new ArrayList<>();
            for (Pipeline.Sink sink : sinks) {
                Open open = open(sink);
                opened.push(open.target());
                all.add(open);
            }
            List<RunSummary> summaries = runner.runAll(
                    all.stream()
                            .map(open -> new Delivery(open.sink().insert().query(), open.rows()))
                            .toList(),
                    sinks.size() == 1 ? "running" : "running " + sinks.size() + " INSERTs");
            List<AtomicFile> proofs = new ArrayList<>();
            for (int i = 0; i < all.size() && receipts != null; i++) {
                AtomicFile proof = receipt(all.get(i), summaries.get(i));
                opened.push(proof);
                proofs.add(proof);
            }
            all.forEach(open -> open.target().commit());
            proofs.forEach(AtomicFile::commit);
            report(sinks, summaries);
        } finally {
            Closing.all(opened);
        }
    }

    private Open open(Pipeline.Sink sink) {
        try {
            TableTarget target = TableTargets.open(
                    sink.insert().target(), sink.insert().query().root().schema());
            boolean ordered = sink.insert().query().isOrdered();
            return new Open(sink, target, receipts == null ? null : new AnswerChecksum(ordered));
        } catch (BarographException e) {
            throw sink.piece().located(e);
        }
    }

    private void report(List<Pipeline.Sink> sinks, List<RunSummary> summaries) {
        for (int i = 0; i < sinks.size(); i++) {
            Pipeline.Sink sink = sinks.get(i);
            console.err()
                    .print(Pipeline.written(
                            file.isEmpty() ? "" : file + ":" + sink.piece().line() + ": ",
                            sink.insert(),
                            summaries.get(i)));
            console.err().print(RunReport.text(summaries.get(i), runner.writesRejects()));
        }
        console.err().flush();
    }

    /** The receipt of one table. */
    private AtomicFile receipt(Open open, RunSummary summary) {
        AnswerChecksum checksum = open.checksum();
        if (receipts == null || checksum == null) {
            throw new IllegalStateException("nobody asked for a receipt");
        }
        return ReceiptFolder.write(
                receipts,
                open.sink().insert().target().name(),
                Receipts.of(
                        Version.number(),
                        open.sink().text(),
                        open.sink().insert().query(),
                        summary,
                        checksum));
    }
}
