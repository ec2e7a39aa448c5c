package io.barograph.formats.json;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.DeclaredColumns;
import io.barograph.formats.UniqueNames;
import io.barograph.formats.text.Clock;
import io.barograph.formats.text.Lines;
import io.barograph.formats.text.Sample;
import io.barograph.formats.text.TimeOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds out how to read some files, from {@link Sample samples} of them, where the user's options leave it open. */
final class JsonInference {
    /** More are no table: each takes memory, and names that are data have no end. */
    private static final int MAX_COLUMNS = 2000;
    /** Objects further inside stay texts. */
    private static final int MAX_DEPTH = 16;

    private final Map<String, String> given;
    private final String path;
    private final boolean objects;
    private final Shape root = new Shape();
    private final Strings strings = new Strings();
    private final Clock clock;

    private final List<Field> fields = new ArrayList<>();
    private final List<List<String>> paths = new ArrayList<>();
    private final List<String> units = new ArrayList<>();
    private final Set<String> untyped = new HashSet<>();
    private final UniqueNames names = new UniqueNames();

    /** @param samples of all files or some, at least one */
    JsonInference(List<Sample> samples, Map<String, String> given, @Nullable Schema declared) {
        this.given = given;
        this.path = samples.get(0).path();
        this.clock = new Clock(TimeOptions.zone(given));
        String layout = given.getOrDefault(JsonOptions.LAYOUT, "auto");
        this.objects = layout.equals("auto")
                ? samples.stream().anyMatch(JsonInference::holdsObjects)
                : layout.equals(JsonOptions.OBJECTS);
        for (Sample sample : samples) {
            if (objects) {
                addObjects(sample);
            } else {
                addLines(sample.head(), 0, sample.whole());
                for (byte[] slice : sample.slices()) {
                    addLines(slice, Lines.end(slice, 0, Sample.length(slice), true), false);
                }
            }
        }
        if (declared == null) {
            refuseOtherElements(samples);
        }
        addColumns(root, List.of());
        checkPointers(declared);
        if (declared != null) {
            declare(declared);
        }
    }

    /** An array of numbers or texts would be taken for an empty table. */
    private void refuseOtherElements(List<Sample> samples) {
        if (!objects || root.anyValue()) {
            return;
        }
        for (Sample sample : samples) {
            byte[] head = sample.head();
            int limit = Sample.length(head);
            int at = Separators.skip(head, 0, limit, true);
            if (at < limit && head[at] != '{' && head[JsonScanner.space(head, 0, true)] == '[') {
                throw new BarographException(
                        ErrorCode.NOT_SUPPORTED,
                        "'" + sample.path()
                                + "' is an array of what are no objects; records are objects: [{\"v\":1}, …]");
            }
        }
    }

    private void checkPointers(@Nullable Schema declared) {
        for (String key : given.keySet()) {
            String column =
                    key.startsWith(JsonOptions.POINTER_OF) ? key.substring(JsonOptions.POINTER_OF.length()) : "";
            if (!column.isEmpty() && (declared == null || declared.indexOf(column) < 0)) {
                throw new BarographException(
                        ErrorCode.INVALID_OPTION,
                        "option '" + key + "' is for a declared column, but '" + column + "' is not declared");
            }
        }
    }

    /** Whether a file begins with an array, or with an object over several lines. */
    private static boolean holdsObjects(Sample sample) {
        byte[] head = sample.head();
        int limit = Sample.length(head);
        int at = Separators.skip(head, 0, limit, false);
        if (at >= limit) {
            return false;
        }
        int end = head[at] == '{' ? JsonScanner.closing(head, at, limit) : at;
        boolean broken = end > at && Lines.end(head, at, limit, true) < end;
        return head[at] == '[' || broken;
    }

    private void addObjects(Sample sample) {
        byte[] head = sample.head();
        int limit = Sample.length(head);
        int at = Separators.skip(head, 0, limit, true);
        while (at < limit) {
            int end = head[at] == '{' ? JsonScanner.closing(head, at, limit) : JsonScanner.MALFORMED;
            if (end < 0) {
                return;
            }
            add(head, at, end, true);
            at = Separators.skip(head, end, limit, true);
        }
    }

    private void addLines(byte[] text, int from, boolean whole) {
        int limit = Sample.length(text);
        int at = from;
        while (at < limit) {
            int end = Lines.end(text, at, limit, whole);
            if (end < 0) {
                return;
            }
            int start = Separators.skip(text, at, Math.min(end, limit), false);
            add(text, start, JsonScanner.MALFORMED, false);
            at = end;
        }
    }

    private void add(byte[] text, int from, int end, boolean acrossLines) {
        if (text[from] == '{') {
            int found = JsonScanner.value(text, from, acrossLines);
            if (found >= 0 && (end < 0 || found == end)) {
                root.add(text, from, acrossLines, clock, strings);
            }
        }
    }

    private void addColumns(Shape object, List<String> outer) {
        for (Map.Entry<String, Shape> member : object.members().entrySet()) {
            List<String> place = new ArrayList<>(outer);
            place.add(member.getKey());
            Shape shape = member.getValue();
            if (shape.isRecord() && place.size() < MAX_DEPTH) {
                addColumns(shape, place);
                continue;
            }
            String name = names.take(String.join(".", place));
            addColumn(new Field(name, shape.type()), place, shape.unit());
            if (!shape.anyValue()) {
                untyped.add(name);
            }
        }
    }

    private void addColumn(Field field, List<String> place, String unit) {
        if (fields.size() == MAX_COLUMNS) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "the records of '" + path + "' have more than " + MAX_COLUMNS
                            + " different names, as if the names were data; write one record per value");
        }
        fields.add(field);
        paths.add(place);
        units.add(unit);
    }

    /** Puts declared columns in the place of those found; one that was not is NULL unless a record has it after all. */
    private void declare(Schema declared) {
        Schema named = DeclaredColumns.inFile(
                declared, fields.stream().map(Field::name).toList());
        for (int i = 0; i < declared.size(); i++) {
            boolean pointed = given.containsKey(JsonOptions.POINTER_OF + declared.name(i));
            Field field = pointed ? declared.field(i) : named.field(i);
            List<String> place = JsonOptions.path(given, field.name());
            int at = pointed ? paths.indexOf(place) : indexOf(field.name());
            if (at < 0) {
                addColumn(field, place, TimeOptions.ISO);
            } else {
                untyped.remove(fields.get(at).name());
                fields.set(at, field);
            }
        }
    }

    private int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    Schema schema() {
        return new Schema(fields);
    }

    /** The columns that nobody declared and of which no value was seen. */
    Set<String> untyped() {
        return untyped;
    }

    /** Everything found, as the options of a description. */
    Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        options.put(JsonOptions.LAYOUT, objects ? JsonOptions.OBJECTS : JsonOptions.LINES);
        options.put(TimeOptions.ZONE, TimeOptions.zone(given).name());
        for (int c = 0; c < fields.size(); c++) {
            Field field = fields.get(c);
            if (!paths.get(c).equals(List.of(field.name()))) {
                options.put(JsonOptions.POINTER_OF + field.name(), JsonOptions.pointer(paths.get(c)));
            }
            if (field.type() == Type.TIMESTAMP) {
                options.put(TimeOptions.UNIT_OF + field.name(), TimeOptions.chosen(given, field.name(), units.get(c)));
            }
        }
        return options;
    }
}
