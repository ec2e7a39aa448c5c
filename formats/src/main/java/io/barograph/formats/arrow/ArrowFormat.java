package io.barograph.formats.arrow;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.Format;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.ColumnUnion;
import io.barograph.formats.ReadFailure;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Apache Arrow IPC files (also called Feather, version 2) and streams. The columns of several files are joined by name; a
 * file without one has NULL there. Columns of Arrow's type Null take the type that a query needs.
 */
public final class ArrowFormat implements Format {
    private static final List<String> ENDINGS = List.of(".arrow", ".arrows", ".feather", ".ipc");
    /** Of more files some are looked at when planning, evenly spread. */
    private static final int MAX_SAMPLES = 256;

    @Override
    public String name() {
        return "arrow";
    }

    @Override
    public boolean recognises(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(lower::endsWith);
    }

    @Override
    public TableDescription describe(
            String name, List<String> paths, Map<String, String> options, @Nullable Schema declared)
            throws IOException {
        if (!options.isEmpty()) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "an Arrow file says itself how it is read: there is no option '"
                            + options.keySet().iterator().next() + "'");
        }
        ColumnUnion union = new ColumnUnion();
        Set<String> typed = new HashSet<>();
        int count = Math.min(paths.size(), MAX_SAMPLES);
        for (int i = 0; i < count; i++) {
            String path = paths.get((int) ((long) i * paths.size() / count));
            try {
                ArrowSchema schema = ArrowFile.read(path).schema();
                union.addUnreadable(schema.unreadable());
                for (ArrowColumn column : schema.columns()) {
                    union.add(column.name(), column.type(), path);
                    if (column.stored() != ArrowColumn.Stored.NONE) {
                        typed.add(column.name());
                    }
                }
            } catch (IOException e) {
                throw ReadFailure.of(path, e);
            }
        }
        Schema schema = union.schema();
        if (declared != null) {
            ColumnUnion.checkDeclared(declared, schema, name);
        }
        Set<String> untyped = new HashSet<>(schema.names());
        untyped.removeAll(typed);
        return new TableDescription(name, name(), paths, Map.of(), schema, union.unreadable()).withUntyped(untyped);
    }

    @Override
    public Table open(TableDescription description) throws IOException {
        return new ArrowTable(description);
    }
}
