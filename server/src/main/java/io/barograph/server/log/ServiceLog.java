package io.barograph.server.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A line per event on standard error, for a person or as JSON for a collector. No event carries what clients sent, nor a secret.
 * Thread-safe.
 */
public final class ServiceLog {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final PrintStream out;
    private final boolean json;
    private final Clock clock;

    /** How bad it is. */
    public enum Level {
        INFO,
        WARN,
        ERROR
    }

    /** @param json whether lines are JSON */
    public ServiceLog(PrintStream out, boolean json, Clock clock) {
        this.out = out;
        this.json = json;
        this.clock = clock;
    }

    public void info(String event, Map<String, ?> fields) {
        log(Level.INFO, event, fields);
    }

    public void warn(String event, Map<String, ?> fields) {
        log(Level.WARN, event, fields);
    }

    /** A failure that is a defect of ours, with its trace. */
    public void defect(String event, Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        log(Level.ERROR, event, Map.of("trace", trace.toString()));
    }

    private void log(Level level, String event, Map<String, ?> fields) {
        String time = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        // Always in one order: lines of one kind can be told apart from others by their beginning.
        Map<String, ?> ordered = new TreeMap<>(fields);
        String line = json ? jsonLine(time, level, event, ordered) : textLine(time, level, event, ordered);
        // One call a line: lines of several threads do not mix.
        out.print(line + "\n");
        out.flush();
    }

    private static String textLine(String time, Level level, String event, Map<String, ?> fields) {
        StringBuilder line = new StringBuilder(time)
                .append(' ')
                .append(String.format(Locale.ROOT, "%-5s", level))
                .append(' ')
                .append(event);
        fields.forEach((name, value) -> line.append(' ')
                .append(name)
                .append('=')
                .append(String.valueOf(value).replace("\n", "\n    ")));
        return line.toString();
    }

    private static String jsonLine(String time, Level level, String event, Map<String, ?> fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", time);
            json.writeStringField("level", level.name());
            json.writeStringField("event", event);
            for (Map.Entry<String, ?> field : fields.entrySet()) {
                if (field.getValue() instanceof Long || field.getValue() instanceof Integer) {
                    json.writeNumberField(field.getKey(), ((Number) field.getValue()).longValue());
                } else {
                    json.writeStringField(field.getKey(), String.valueOf(field.getValue()));
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes all that is written", e);
        }
        return line.toString();
    }
}
