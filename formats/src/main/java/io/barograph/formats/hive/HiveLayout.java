package io.barograph.formats.hive;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.DeclaredColumns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys in the paths of a table's files. A description carries each as the option {@code partition.NAME} with its type;
 * where the files have a column of that name too, the key takes its place, and the option says what the files' is:
 * {@code BIGINT over VARCHAR}.
 */
public final class HiveLayout {
    /** The option of a declared table that turns keys in paths off: {@code false}. */
    public static final String OPTION = "hive-partitioning";

    private static final String KEY = "partition.";
    private static final String OVER = " over ";

    private final List<Map<String, @Nullable String>> values;

    private HiveLayout(List<Map<String, @Nullable String>> values) {
        this.values = values;
    }

    /**
     * The layout of some files, or null where their paths have no keys.
     *
     * @throws BarographException where some have other keys than the rest
     */
    public static @Nullable HiveLayout of(List<String> paths) {
        List<Map<String, @Nullable String>> values = new ArrayList<>();
        for (String path : paths) {
            Map<String, @Nullable String> keys = HivePath.keys(path);
            values.add(keys);
            if (!keys.keySet().equals(values.get(0).keySet())) {
                throw new BarographException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the folders are divided by different keys: '" + paths.get(0) + "' has "
                                + values.get(0).keySet() + ", '" + path + "' has " + keys.keySet()
                                + "; name files of one kind, or declare the table with '" + OPTION + "' = 'false'");
            }
        }
        return values.get(0).isEmpty() ? null : new HiveLayout(values);
    }

    /** Of declared columns, those that are the files' own; null for none. */
    public @Nullable Schema ofFiles(@Nullable Schema declared) {
        if (declared == null) {
            return null;
        }
        List<Field> fields = inFolders(declared).fields().stream()
                .filter(field -> !values.get(0).containsKey(field.name()))
                .toList();
        return fields.isEmpty() ? null : new Schema(fields);
    }

    /** The description of the table with the keys, from that of its files alone. */
    public TableDescription extend(TableDescription files, @Nullable Schema declared) {
        List<Field> fields = new ArrayList<>(files.schema().fields());
        Map<String, String> options = new TreeMap<>(files.options());
        Map<String, String> unreadable = new LinkedHashMap<>(files.unreadable());
        Schema wanted = declared == null ? null : inFolders(declared);
        for (String key : values.get(0).keySet()) {
            int declaredAt = wanted == null ? -1 : wanted.indexOf(key);
            Type type = wanted == null || declaredAt < 0 ? infer(key) : checked(key, wanted.type(declaredAt));
            int at = files.schema().indexOf(key);
            if (at < 0) {
                fields.add(new Field(key, type));
            } else {
                fields.set(at, new Field(key, type));
            }
            options.put(
                    KEY + key,
                    at < 0 ? type.name() : type + OVER + files.schema().type(at));
            unreadable.remove(key);
        }
        Set<String> untyped = new HashSet<>(files.untyped());
        untyped.removeAll(values.get(0).keySet());
        return new TableDescription(
                        files.name(), files.format(), files.paths(), options, new Schema(fields), unreadable)
                .withUntyped(untyped);
    }

    /** Declared columns by the names that the keys have. */
    private Schema inFolders(Schema declared) {
        return DeclaredColumns.inFile(declared, values.get(0).keySet());
    }

    private Type infer(String key) {
        boolean integers = true;
        boolean dates = true;
        boolean any = false;
        for (Map<String, @Nullable String> lane : values) {
            String text = lane.get(key);
            if (text != null) {
                any = true;
                integers &= HivePath.value(text, Type.BIGINT) != null;
                dates &= HivePath.value(text, Type.DATE) != null;
            }
        }
        return !any ? Type.VARCHAR : integers ? Type.BIGINT : dates ? Type.DATE : Type.VARCHAR;
    }

    private Type checked(String key, Type type) {
        if (type != Type.BIGINT && type != Type.DATE && type != Type.VARCHAR) {
            throw new BarographException(
                    ErrorCode.TYPE_MISMATCH,
                    "column '" + key + "' is a key in the folders' names and cannot be " + type
                            + "; declare it BIGINT, DATE or VARCHAR, and cast in the query");
        }
        for (Map<String, @Nullable String> lane : values) {
            String text = lane.get(key);
            if (text != null && HivePath.value(text, type) == null) {
                throw new BarographException(
                        ErrorCode.TYPE_MISMATCH, "a folder's name has " + key + "=" + text + ", which is no " + type);
            }
        }
        return type;
    }

    /** Whether a description's table has keys in its paths. */
    public static boolean isPartitioned(TableDescription description) {
        return description.options().keySet().stream().anyMatch(option -> option.startsWith(KEY));
    }

    /** What the files of a partitioned table have by themselves. */
    public static TableDescription files(TableDescription description) {
        Map<String, String> options = new TreeMap<>(description.options());
        options.keySet().removeIf(option -> option.startsWith(KEY));
        List<Field> fields = new ArrayList<>();
        for (Field field : description.schema().fields()) {
            String key = description.options().get(KEY + field.name());
            int over = key == null ? -1 : key.indexOf(OVER);
            if (key == null) {
                fields.add(field);
            } else if (over >= 0) {
                Type type = Type.parse(key.substring(over + OVER.length()))
                        .orElseThrow(() -> new IllegalArgumentException(key));
                fields.add(new Field(field.name(), type));
            }
        }
        return new TableDescription(
                description.name(),
                description.format(),
                description.paths(),
                options,
                new Schema(fields),
                description.unreadable(),
                description.eventTime());
    }

    /** Whether a column of a partitioned table is a key in its paths. */
    static boolean isKey(TableDescription description, String column) {
        return description.options().containsKey(KEY + column);
    }
}
