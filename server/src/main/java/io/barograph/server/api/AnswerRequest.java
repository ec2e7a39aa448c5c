package io.barograph.server.api;

import io.barograph.server.chart.ChartRequest;
import io.barograph.server.http.Exchange;
import io.barograph.server.http.NotedStream;
import io.barograph.server.http.ProblemException;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * How somebody wants a query answered.
 *
 * @param type the form of its rows, JSON for a chart
 * @param chart to draw in place of rows; null for rows
 * @param endsWithNotes whether the last line holds the notes: pages do not see trailers
 */
record AnswerRequest(AnswerType type, @Nullable ChartRequest chart, boolean endsWithNotes) {
    /** What may stand behind the question mark. */
    static final List<String> PARAMETERS = Stream.concat(
                    Stream.of("sql", "format", "notes"), ChartRequest.PARAMETERS.stream())
            .toList();

    private static final String IN_THE_LAST_LINE = "last";

    /**
     * What a request's parameters and its header Accept ask for.
     *
     * @throws ProblemException 400, 406
     */
    static AnswerRequest of(Exchange exchange) {
        ChartRequest chart = ChartRequest.of(exchange::parameter);
        String format = exchange.parameter("format");
        String notes = exchange.parameter("notes");
        if (notes != null && !notes.equals(IN_THE_LAST_LINE)) {
            throw wrong(
                    "notes is '" + IN_THE_LAST_LINE + "' for an answer in JSON Lines whose last line holds them, not '"
                            + notes + "'; without it they are headers and trailers '" + NotedStream.HEADER + "'");
        }
        if (chart != null) {
            if (notes != null) {
                throw wrong("a chart holds its notes as 'notes' anyway: leave notes=" + notes + " out");
            }
            if (format != null && AnswerType.of(format, null) != AnswerType.JSON) {
                throw wrong("a chart comes as JSON: leave format=" + format + " out, or 'chart'");
            }
            return new AnswerRequest(AnswerType.JSON, chart, false);
        }
        AnswerType type = AnswerType.of(format, exchange.header("Accept"));
        if (notes != null && type != AnswerType.JSON_LINES) {
            throw wrong(
                    "notes=last ends an answer in JSON Lines: ask for format=jsonl, or read the headers and trailers '"
                            + NotedStream.HEADER + "'");
        }
        return new AnswerRequest(type, null, notes != null);
    }

    /** An option that does not go with the others. */
    static ProblemException wrong(String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST_400, "INVALID_OPTION", detail);
    }
}
