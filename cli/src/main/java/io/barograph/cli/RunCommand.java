package io.barograph.cli;

import io.barograph.core.error.BarographException;
import io.barograph.formats.store.PipeCopies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code baro run FILE.sql}: a pipeline, statement by statement. */
final class RunCommand implements Command {
    static final Option SET = new Option(
            "--set", null, "NAME=VALUE", "the value of a parameter, :NAME or ${NAME}; may be repeated", true);
    private static final Option EXPLAIN = Option.flag("--explain", "check the file and show its plans; run nothing");
    private static final Option RECEIPTS =
            Option.of("--receipts", "FOLDER", "write a receipt per table written; baro verify proves it");

    @Override
    public String name() {
        return "run";
    }

    @Override
    public String summary() {
        return "run a pipeline: tables, views and INSERTs from a SQL file";
    }

    @Override
    public List<String> usage() {
        return List.of("baro run pipeline.sql [--set day=2023-01-01]");
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(List.of(SET, EXPLAIN, RECEIPTS));
        options.addAll(LivePipeline.OPTIONS);
        options.addAll(AnswerFormat.ofAnswers());
        options.add(GpuOption.GPU);
        options.addAll(CommonOptions.ofRuns());
        return options;
    }

    @Override
    public String details() {
        return """
                The whole file is checked before anything runs. INSERTs that stand together read a table once.
                A table that is written appears as a whole, or stays as it was.

                  CREATE TABLE sensors WITH ('path' = 'sensors-${day}.csv');
                  CREATE VIEW warm AS SELECT * FROM sensors WHERE temperature > :limit;
                  INSERT INTO 'hourly.csv' SELECT … FROM warm GROUP BY …;
                  INSERT INTO 'devices.csv' SELECT DISTINCT device_id FROM sensors;
                """;
    }

    /** The last checkpoint of a live pipeline; on a cluster its savepoint, and the end of its job. */
    @Override
    public int secondsToEnd() {
        return new ServeCommand().secondsToEnd();
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String file = arguments.operand("file");
        String text = QueryCommand.readFile(file);
        try (Runner runner = new Runner(arguments, console, GpuOption.of(arguments, console))) {
            if (PipeCopies.isStandardInput(file)) {
                runner.pipes()
                        .refuseInput(
                                "the statements themselves came by it; give them in a file, and the rows by standard input");
            }
            Pipeline pipeline = new Pipeline(file, text, parameters(arguments), runner, arguments, console);
            if (arguments.has(EXPLAIN)) {
                pipeline.explain();
            } else {
                pipeline.run(arguments.value(RECEIPTS));
            }
            return 0;
        } catch (BarographException e) {
            return Failure.report(e, file, text, console);
        }
    }

    /** The values of {@code --set}, by name. */
    static Map<String, String> parameters(Arguments arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String given : arguments.all(SET)) {
            int equals = given.indexOf('=');
            if (equals < 1) {
                throw Arguments.invalid("option --set expects NAME=VALUE, not '" + given + "'");
            }
            if (values.put(given.substring(0, equals), given.substring(equals + 1)) != null) {
                throw Arguments.invalid("parameter " + given.substring(0, equals) + " is set twice");
            }
        }
        return values;
    }
}
