package io.barograph.server.api;

import io.barograph.core.engine.OutputFormat;
import io.barograph.formats.output.OutputFormats;
import io.barograph.server.http.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.jspecify.annotations.Nullable;

/** The forms in which a query is answered, the usual one first. */
enum AnswerType {
    CSV("csv", "text/csv; charset=utf-8", "text/csv"),
    JSON("json", "application/json", "application/json"),
    JSON_LINES("jsonl", "application/x-ndjson", "application/x-ndjson", "application/jsonl", "application/x-jsonlines"),
    ARROW_STREAM("arrows", "application/vnd.apache.arrow.stream", "application/vnd.apache.arrow.stream"),
    ARROW("arrow", "application/vnd.apache.arrow.file", "application/vnd.apache.arrow.file"),
    PARQUET("parquet", "application/vnd.apache.parquet", "application/vnd.apache.parquet");

    private final String format;
    private final String sent;
    private final List<String> accepted;

    AnswerType(String format, String sent, String... accepted) {
        this.format = format;
        this.sent = sent;
        this.accepted = List.of(accepted);
    }

    /** As the header says it. */
    String sent() {
        return sent;
    }

    OutputFormat format() {
        return OutputFormats.named(format);
    }

    /**
     * What somebody asks for.
     *
     * @param parameter {@code format} of the address, which comes before the header; or null
     * @param accept the header, or null
     * @throws ProblemException 400, 406
     */
    static AnswerType of(@Nullable String parameter, @Nullable String accept) {
        if (parameter != null) {
            return Arrays.stream(values())
                    .filter(type -> type.format.equals(parameter))
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(
                            HttpStatus.BAD_REQUEST_400,
                            "INVALID_OPTION",
                            "format is one of " + names() + ", not '" + parameter + "'"));
        }
        if (accept == null) {
            return CSV;
        }
        QuotedQualityCSV preferred = new QuotedQualityCSV();
        preferred.addValue(accept);
        for (String wanted : preferred.getValues()) {
            int semicolon = wanted.indexOf(';');
            String type = (semicolon < 0 ? wanted : wanted.substring(0, semicolon)).strip();
            for (AnswerType known : values()) {
                // A browser asks for a page first, and takes a text as well.
                boolean isAny = type.equals("*/*") || type.equals("text/*") || type.equals("text/html");
                if (known.accepted.contains(type) || isAny) {
                    return known;
                }
            }
            if (type.equals("application/*")) {
                return JSON;
            }
        }
        throw new ProblemException(
                HttpStatus.NOT_ACCEPTABLE_406,
                "NOT_ACCEPTABLE",
                "answers come as "
                        + Arrays.stream(values())
                                .map(type -> type.accepted.get(0))
                                .collect(Collectors.joining(", ")));
    }

    private static String names() {
        return Arrays.stream(values()).map(type -> type.format).collect(Collectors.joining(", "));
    }
}
