package io.barograph.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the reference of detectors, {@code docs/reference/detectors.md}, from the registry. A test holds that the file is current. */
final class DetectorReference {
    private static final String INTRODUCTION = """
            # Detectors

            Written by `DetectorReference` from the registry; do not edit.

            `baro detect FILE --by device_id --on temperature,humidity` prints the anomalies of a file, one row per event, and `--all`
            every row. In SQL, detectors stand in FROM:

            ```sql
            SELECT device_id, ts, metric, score, reason
              FROM TABLE(DETECT(TABLE 'sensors.csv' PARTITION BY device_id, DESCRIPTOR(ts), 'temperature, humidity'))
             WHERE anomaly
            ```

            `detector => 'robust_z'` names another than the ensemble; parameters are given by name too (`threshold => 3`). For every row
            and metric a row comes out: the table's columns, then

            | column | type | what it says |
            |---|---|---|
            | `metric` | VARCHAR | the column judged |
            | `score` | DOUBLE | from 0 to 1; 0.5 is the alarm. NULL where the metric or the time is |
            | `anomaly` | BOOLEAN | the verdict: the score is 0.5 or more |
            | `event` | BIGINT | anomalies with short pauses are one event, numbered from 1 along key and metric |
            | `reason` | VARCHAR | why, in words and numbers; NULL where there is no anomaly |

            * A row is judged by the rows of its key before it, in the order of time: there is no look-ahead and nothing to train, and the
              answer is the same live and replayed, to the last bit. Rows of equal time go by the table's other columns.
            * NULL is not judged. NaN and the infinities are anomalies, and nothing is learned from them.
            * Silence is a row of its own, between two others: the key, the time at which it was certain, and NULLs. A key that
              never comes back is silent, too, as of the latest row of any key.
            * `seasonal`, also in the ensemble, learns the hours and weekdays of UTC, or of a zone: `zone => 'Asia/Seoul'` (`--zone Asia/Seoul`).
              Where people set the day's course, theirs is the right one: when clocks change, the course changes with them.
            * A metric of type TIMESTAMP is a clock, judged by `clock_leap`.
            * Rows may be ordered by a BIGINT: what it counts is not known, so reasons speak of its own numbers (`silent since message 1234`),
              `seasonal` is refused, and a key's end is not taken for silence, since another key's numbers tell nothing of it. Numbers that
              count time are better made a TIMESTAMP: `DETECT(TABLE (SELECT *, to_timestamp(seconds) AS ts FROM 'sensors.csv') …)`.
            * A key and metric take about 6 KB in the ensemble, however long the series.

            An event is over when this many rows have passed without an anomaly:

            """;

    private DetectorReference() {}

    /** @param arguments the file to write */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), markdown());
    }

    /** The page. */
    static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        append(page, DetectFunction.common());
        for (Detector detector : Detectors.all()) {
            page.append("\n## `").append(detector.name()).append("`\n\n");
            page.append(detector.description()).append("\n\n");
            page.append("Source: ").append(detector.source()).append(".\n\n");
            append(page, detector.parameters());
        }
        return page.toString();
    }

    private static void append(StringBuilder page, List<Parameter> parameters) {
        page.append("| parameter | default | from, to | |\n|---|---|---|---|\n");
        for (Parameter parameter : parameters) {
            boolean any = parameter.most() == Double.MAX_VALUE;
            page.append("| `").append(parameter.name()).append("` | ");
            page.append(
                    Double.isNaN(parameter.standard())
                            ? "by name"
                            : (Amounts.number(parameter.standard()) + " " + parameter.unit()).strip());
            page.append(" | ");
            page.append(any ? "any" : Amounts.number(parameter.least()) + ", " + Amounts.number(parameter.most()));
            page.append(" | ").append(parameter.description()).append(" |\n");
        }
    }
}
