package io.barograph.formats.record;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The formats of records that {@link ServiceLoader} finds, loaded when first asked for. */
public final class RecordFormats {
    private static final List<RecordFormat> ALL = load();

    private RecordFormats() {}

    private static List<RecordFormat> load() {
        List<RecordFormat> found = new ArrayList<>();
        ServiceLoader.load(RecordFormat.class, RecordFormats.class.getClassLoader())
                .forEach(found::add);
        return List.copyOf(found);
    }

    public static List<String> names() {
        return ALL.stream().map(RecordFormat::name).toList();
    }

    /**
     * The format of this name, in any case of letters.
     *
     * @throws BarographException INVALID_OPTION where there is none, with those that exist
     */
    public static RecordFormat named(String name) {
        return ALL.stream()
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new BarographException(
                        ErrorCode.INVALID_OPTION,
                        "messages are not in format '" + name + "'" + NearNames.hint(name, names(), "there are")));
    }
}
