package io.barograph.cli;

import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Query;
import io.barograph.formats.ReadFailure;
import io.barograph.formats.output.AtomicFile;
import io.barograph.formats.receipt.ReceiptJson;
import io.barograph.formats.store.PipeCopies;
import io.barograph.local.Receipts;
import io.barograph.sql.Statement;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code baro "SELECT …"}: what it does when no command is named. */
final class QueryCommand implements Command {
    static final Option FILE = new Option("--file", "-f", "FILE", "read the query from a file");
    private static final Option COMMAND =
            new Option("--command", "-c", "QUERY", "the query; the same as without the option");
    private static final Option EXPLAIN = Option.flag("--explain", "show how the query would run, and do not run it");
    private static final Option RECEIPT =
            Option.of("--receipt", "FILE", "write where the answer came from; baro verify FILE proves it");

    @Override
    public String name() {
        return "query";
    }

    @Override
    public String summary() {
        return "query files: a table on a terminal, CSV in a pipe";
    }

    @Override
    public List<String> usage() {
        return List.of("baro \"SELECT … FROM 'sensors.csv' …\"", "baro -f query.sql", "baro - < query.sql");
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(List.of(FILE, COMMAND, QueryText.INIT));
        options.addAll(AnswerFormat.options());
        options.addAll(List.of(EXPLAIN, RECEIPT));
        options.add(GpuOption.GPU);
        options.addAll(CommonOptions.ofRuns());
        return options;
    }

    @Override
    public String details() {
        return """
                A file name in quotes is a table; so are globs ('logs/*.csv'), .csv.gz files and '-', standard input.

                  baro "SELECT device_id, avg(temperature) FROM 'sensors.csv' GROUP BY device_id"
                  baro "DESCRIBE 'sensors.csv'"
                  baro "SELECT device_id, window_start, count(*), avg(temperature)
                        FROM TABLE(TUMBLE(TABLE 'sensors.csv', DESCRIPTOR(timestamp), INTERVAL '1' HOUR))
                        GROUP BY device_id, window_start, window_end" -o hourly.csv
                """;
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException {
        QueryText query = QueryText.of(arguments, queryText(arguments, console));
        String text = query.whole();
        try (Runner runner = new Runner(arguments, console, GpuOption.of(arguments, console))) {
            if (isInput(arguments)) {
                runner.pipes()
                        .refuseInput(
                                "the query itself came by it; give the query as an argument or in a file, baro -f query.sql,"
                                        + " and the rows by standard input");
            }
            Statement statement = runner.plan(text);
            Query explained = arguments.has(EXPLAIN) ? StatementOutput.query(statement, runner) : null;
            if (explained != null) {
                statement = new Statement.Explain(explained, false, null);
            }
            check(statement, arguments);
            Query rows = StatementOutput.rows(statement, arguments, runner);
            if (rows != null) {
                answer(rows, text, arguments, console, runner);
            } else if (!(statement instanceof Statement.Declare)) {
                StatementOutput.show(statement, arguments, console, runner);
                runner.commitRejects();
            } else {
                console.err().println("nothing to run: the text declares tables only; add a SELECT behind them");
            }
            return 0;
        } catch (BarographException e) {
            return query.report(e, console);
        }
    }

    /** Refuses options that a statement has no use for. */
    private static void check(Statement statement, Arguments arguments) {
        AnswerFormat.check(arguments);
        if (statement instanceof Statement.Explain && arguments.has(AnswerFormat.FORMAT)) {
            throw Arguments.invalid(
                    "EXPLAIN answers with a text, not with rows; leave " + AnswerFormat.FORMAT.name() + " away");
        }
        if (!(statement instanceof Statement.Select) && arguments.has(RECEIPT)) {
            throw Arguments.invalid("a receipt is for the answer of a SELECT; leave " + RECEIPT.name() + " away");
        }
    }

    static void answer(Query query, String text, Arguments arguments, Console console, Runner runner) {
        String receiptName = arguments.value(RECEIPT);
        try (AnswerOutput output = AnswerFormat.open(arguments, console);
                AtomicFile receipt = receiptName == null ? null : AtomicFile.create(receiptName)) {
            AnswerChecksum checksum = new AnswerChecksum(query.isOrdered());
            ResultSink sink = receipt == null ? output.sink() : checksum.tee(output.sink());
            RunSummary summary = runner.run(query, sink, "running");
            if (receipt != null) {
                receipt.write(ReceiptJson.write(Receipts.of(Version.number(), text, query, summary, checksum)));
            }
            output.finish();
            if (receipt != null) {
                receipt.commit();
            }
            runner.report(summary);
            String file = arguments.value(AnswerFormat.OUTPUT);
            if (file != null && console.terminals().err()) {
                console.err().print(RunReport.written(file, summary));
            }
        }
    }

    /** The text of the query: the operand, an option's value, a file, or standard input. */
    static String queryText(Arguments arguments, Console console) throws IOException {
        @Nullable String file = arguments.value(FILE);
        @Nullable String command = arguments.value(COMMAND);
        boolean isOption = file != null || command != null;
        if (isOption && !arguments.operands().isEmpty() || file != null && command != null) {
            throw Arguments.invalid(
                    "the query is given twice: by " + (file != null ? "--file" : "--command") + " and as '"
                            + (arguments.operands().isEmpty()
                                    ? command
                                    : arguments.operands().get(0)) + "'");
        }
        if (file != null) {
            return readFile(file);
        }
        String text = command == null ? arguments.operand("query") : command;
        return isInput(arguments) ? new String(console.in().readAllBytes(), StandardCharsets.UTF_8) : text;
    }

    /** Whether the query's text is standard input. */
    private static boolean isInput(Arguments arguments) {
        String file = arguments.value(FILE);
        if (file != null) {
            return PipeCopies.isStandardInput(file);
        }
        return arguments.value(COMMAND) == null && arguments.operand("query").equals("-");
    }

    /** A text file's content. */
    static String readFile(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (java.nio.file.NoSuchFileException | InvalidPathException e) {
            throw new BarographException(ErrorCode.FILE_NOT_FOUND, "there is no file '" + file + "'", e);
        } catch (CharacterCodingException e) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT, "'" + file + "' is no text in UTF-8; save it in that encoding", e);
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
    }
}
