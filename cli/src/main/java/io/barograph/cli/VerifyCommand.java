package io.barograph.cli;

import io.barograph.cli.render.Counted;
import io.barograph.core.device.Device;
import io.barograph.core.device.Devices;
import io.barograph.core.engine.Engine;
import io.barograph.core.engine.Receipt;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.SecretOptions;
import io.barograph.core.stage.StagePlan;
import io.barograph.formats.receipt.ReceiptJson;
import io.barograph.local.DeviceUse;
import io.barograph.local.LocalEngine;
import io.barograph.local.RangedCatalog;
import io.barograph.local.Receipts;
import io.barograph.local.Verification;
import io.barograph.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code baro verify}: the same query, run in ways that must not matter; one checksum each. */
final class VerifyCommand implements Command {
    private static final String RECEIPT_SUFFIX = ".json";
    private static final String QUERY_SUFFIX = ".sql";

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String summary() {
        return "run a query at several thread counts, split sizes and file orders, on every engine here: one checksum";
    }

    @Override
    public List<String> usage() {
        return List.of("baro verify QUERY|FILE.sql|RECEIPT.json");
    }

    @Override
    public List<Option> options() {
        List<Option> options =
                new ArrayList<>(List.of(RunCommand.SET, QueryText.INIT, CommonOptions.MEMORY, CommonOptions.STRICT));
        options.addAll(EngineChoice.OPTIONS);
        return options;
    }

    @Override
    public String details() {
        return """
                A receipt (baro QUERY --receipt FILE) is proved again: the same files, the same plan, the same answer.
                Of a file, every SELECT and INSERT is run, and nothing is written.
                A query is run on the engines that are installed here, too (baro engines); --engine names one, and --master
                its cluster; so it is on the GPU, where there is one. Exit status 1, and the first cells that differ, if two answers do.
                """;
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String operand = arguments.operand("query");
        Receipt receipt =
                operand.endsWith(RECEIPT_SUFFIX) ? ReceiptJson.read(operand, QueryCommand.readFile(operand)) : null;
        boolean isFile = operand.endsWith(QUERY_SUFFIX);
        if (arguments.has(QueryText.INIT) && (receipt != null || isFile)) {
            throw Arguments.invalid("--init is for a query; what a file or a receipt needs stands in it");
        }
        QueryText query = QueryText.of(
                arguments, receipt != null ? receipt.query() : isFile ? QueryCommand.readFile(operand) : operand);
        String text = query.whole();
        if (receipt != null) {
            refuseWhatCannotBeProved(receipt);
            refuseChangedFiles(receipt);
        }
        try (Runner runner = new Runner(arguments, console)) {
            runner.pipes().refuse("what is verified is read more than once, by several engines; write it to a file");
            if (receipt == null && isFile) {
                verifyAll(
                        new Pipeline(operand, text, RunCommand.parameters(arguments), runner, arguments, console),
                        runner,
                        arguments,
                        console);
                return 0;
            }
            Query asked = Pipeline.queryOf(receipt == null ? runner.plan(text) : Pipeline.last(text, runner));
            if (asked == null) {
                throw Arguments.invalid("only a query can be verified: a SELECT");
            }
            if (receipt != null) {
                asked.scalars().forEach(VerifyCommand::refuseHiddenSecrets);
                refuseHiddenSecrets(asked.root());
            }
            Verification.Report report = verify(asked, receipt, runner, arguments, console);
            return judge(report, receipt, asked, console);
        } catch (BarographException e) {
            return isFile ? Failure.report(e, operand, text, console) : query.report(e, console);
        }
    }

    /** Every query of a file, one after the other; nothing is written. */
    private static void verifyAll(Pipeline pipeline, Runner runner, Arguments arguments, Console console) {
        int[] queries = new int[1];
        pipeline.check((piece, statement) -> {
            Query query = Pipeline.queryOf(statement);
            if (query == null) {
                return;
            }
            queries[0]++;
            console.println("-- " + pipeline.title(piece, statement));
            if (Statement.isPending(query)) {
                console.println(
                        "skipped: it reads a table that the file writes; verify it by its receipt (baro run --receipts)");
            } else {
                judge(verify(query, null, runner, arguments, console), null, query, console);
            }
        });
        if (queries[0] == 0) {
            throw Arguments.invalid("the file asks for nothing that can be verified: a SELECT or an INSERT");
        }
    }

    private static void refuseHiddenSecrets(Plan plan) {
        if (plan instanceof Plan.Scan scan && scan.table().options().containsValue(SecretOptions.HIDDEN)) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "table " + scan.table().name()
                            + ": receipts hold no secrets, so this one cannot say how to read it;"
                            + " write them into a copy of the receipt in place of '" + SecretOptions.HIDDEN + "'");
        }
        plan.inputs().forEach(VerifyCommand::refuseHiddenSecrets);
    }

    private static void refuseWhatCannotBeProved(Receipt receipt) {
        long retired = receipt.lanes().stream().mapToLong(Receipt.Lane::retired).sum();
        if (retired > 0) {
            throw new BarographException(
                    ErrorCode.ANSWERS_DIFFER,
                    "the receipt is of a run that had diverged: it left out " + retired
                            + " accepted rows that came when 'retain' had let their windows go. Which rows those were depended"
                            + " on timing, so no run can prove its answer; give a longer 'retain', or none");
        }
    }

    private static void refuseChangedFiles(Receipt receipt) {
        List<String> changes = Receipts.changes(receipt);
        if (!changes.isEmpty()) {
            throw new BarographException(
                    ErrorCode.ANSWERS_DIFFER,
                    "the files are no longer those of the receipt: " + String.join("; ", changes));
        }
    }

    private static Verification.Report verify(
            Query query, @Nullable Receipt receipt, Runner runner, Arguments arguments, Console console) {
        boolean ordered = query.isOrdered() && (receipt == null || !receipt.isLive());
        List<EngineChoice.Started> started = new ArrayList<>();
        try (ProgressLine progress = new ProgressLine(console, "verifying")) {
            RunOptions options = CommonOptions.runOptions(
                    arguments, RejectHandler.NONE, (done, total) -> progress.report(0, 0), console);
            Verification verification = new Verification(query, ordered, options);
            Engine local =
                    new LocalEngine(receipt == null ? runner.catalog() : new RangedCatalog(runner.catalog(), receipt));
            for (Verification.Setting setting : Verification.settings()) {
                print(verification.run(new Verification.Way(local, setting)), console);
            }
            if (receipt == null) {
                verifyOnDevice(verification, runner, console);
                for (EngineChoice choice : others(runner)) {
                    EngineChoice.Started engine = choice.start(runner.catalog(), options, DeviceUse.NEVER);
                    started.add(engine);
                    print(verification.run(Verification.Way.on(engine.engine(), choice.words())), console);
                }
            }
            return verification.report();
        } finally {
            started.forEach(EngineChoice.Started::close);
        }
    }

    /** On the GPU, too; or a line that says why not. */
    private static void verifyOnDevice(Verification verification, Runner runner, Console console) {
        String name;
        try (Device device = Devices.open()) {
            name = device.description().name();
        } catch (BarographException none) {
            console.println("not on a GPU: " + none.getMessage());
            return;
        }
        Engine engine = new LocalEngine(runner.catalog(), new DeviceUse(DeviceUse.Wish.ALWAYS, note -> {}));
        try {
            print(verification.run(Verification.Way.on(engine, "on the GPU, " + name)), console);
        } catch (BarographException refused) {
            if (refused.code() != ErrorCode.NOT_SUPPORTED) {
                throw refused;
            }
            console.println("not on the GPU: " + refused.getMessage());
        }
    }

    /** The engine that the command line names, or all that are installed. */
    private static List<EngineChoice> others(Runner runner) {
        return runner.choice().isLocal() ? EngineChoice.atHand().toList() : List.of(runner.choice());
    }

    private static void print(Verification.Attempt attempt, Console console) {
        console.println(String.format(
                Locale.ROOT,
                "%-48s %6.2f s  %s",
                attempt.way().words(),
                attempt.summary().elapsedNanos() / 1e9,
                attempt.checksum()));
    }

    /** What is no file tells only when it is read whether it still holds what the receipt's run has read. */
    private static void refuseOtherRows(Receipt receipt, RunSummary summary) {
        for (RunSummary.LaneSummary lane : summary.lanes()) {
            for (Receipt.Lane then : receipt.lanes()) {
                if (then.table().equals(lane.table())
                        && then.name().equals(lane.lane())
                        && then.sizeBytes() == Receipt.Lane.UNKNOWN
                        && then.read() != lane.read()) {
                    throw new BarographException(
                            ErrorCode.ANSWERS_DIFFER,
                            String.format(
                                    Locale.ROOT,
                                    "lane '%s' gave %s from %,d to %,d then, and gives %,d now: it no longer holds what"
                                            + " the receipt's run has read, as where a topic's retention has taken records away",
                                    lane.lane(),
                                    Counted.of(then.read(), "record"),
                                    then.startOffset(),
                                    then.endOffset(),
                                    lane.read()));
                }
            }
        }
    }

    private static int judge(Verification.Report report, @Nullable Receipt receipt, Query query, Console console) {
        RunSummary summary = report.attempts().get(0).summary();
        console.println(String.format(
                Locale.ROOT,
                "%s; read %,d = used %,d + late %,d + rejected %,d + duplicate %,d",
                Counted.of(summary.resultRows(), "row"),
                summary.read(),
                summary.used(),
                summary.late(),
                summary.rejected(),
                summary.duplicate()));
        if (!report.isSame()) {
            report.differences()
                    .forEach(difference -> console.println("row " + difference.row() + ", " + difference.column() + ": "
                            + difference.expected() + " and " + difference.actual()));
            throw new BarographException(
                    ErrorCode.ANSWERS_DIFFER,
                    "the answers differ: that must never be; please send us the query and the file");
        }
        if (receipt != null) {
            refuseOtherRows(receipt, summary);
        }
        if (receipt != null && !receipt.checksum().equals(report.checksum())) {
            String plans = StagePlan.of(query).fingerprint().equals(receipt.plan())
                    ? "the plan is the same"
                    : "the plan is another: the files' schema, or Barograph itself, has changed since version "
                            + receipt.barograph();
            throw new BarographException(
                    ErrorCode.ANSWERS_DIFFER,
                    "the answer is not the receipt's: " + report.checksum() + " instead of " + receipt.checksum() + "; "
                            + plans);
        }
        console.println((receipt == null ? "the same answer, " : "the receipt's answer, ")
                + report.attempts().size() + " times");
        return 0;
    }
}
