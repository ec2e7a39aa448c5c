package io.barograph.server.api;

import io.barograph.core.engine.RunNotes;
import io.barograph.core.engine.RunSummary;
import io.barograph.server.log.ServiceLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What there is to know about one query's answer: what its results let go, and what its runs left out. Used by one thread. */
final class AnswerNotes {
    private static final String WAY = "baro run --rejects FILE keeps them";

    private final ResultCatalog tables;
    private final List<RunSummary> runs = new ArrayList<>();

    AnswerNotes(ResultCatalog tables) {
        this.tables = tables;
    }

    /** A run that the answer needed is over. */
    void add(RunSummary run) {
        runs.add(run);
    }

    /** What the run did that was over last: of a statement the statement itself, behind the values that it needs. */
    RunSummary last() {
        return runs.get(runs.size() - 1);
    }

    /** Notes that are known before a run is over. */
    List<String> early() {
        return tables.notes();
    }

    /** Notes of the runs that are over. */
    List<String> late() {
        return runs.stream()
                .flatMap(run -> RunNotes.of(run, WAY).stream())
                .distinct()
                .toList();
    }

    /** All notes. */
    List<String> all() {
        return Stream.concat(early().stream(), late().stream()).toList();
    }

    /** Tells the log what was left out, in numbers: reasons and expressions are what clients sent. */
    void tell(ServiceLog log) {
        RunSummary[] lacking =
                runs.stream().filter(run -> !RunNotes.of(run, WAY).isEmpty()).toArray(RunSummary[]::new);
        if (lacking.length > 0) {
            log.warn(
                    "query left out rows or values",
                    Map.of(
                            "read",
                                    Stream.of(lacking)
                                            .mapToLong(RunSummary::read)
                                            .sum(),
                            "rejected",
                                    Stream.of(lacking)
                                            .mapToLong(RunSummary::rejected)
                                            .sum(),
                            "late",
                                    Stream.of(lacking)
                                            .mapToLong(RunSummary::late)
                                            .sum(),
                            "undefined",
                                    Stream.of(lacking)
                                            .mapToLong(RunSummary::undefinedValues)
                                            .sum()));
        }
    }
}
