package io.barograph.formats.output;

import io.barograph.core.engine.OutputFormat;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.formats.text.Compression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** The output formats that {@link ServiceLoader} finds, loaded when first asked for. */
public final class OutputFormats {
    private static final List<OutputFormat> ALL = load();

    private OutputFormats() {}

    private static List<OutputFormat> load() {
        List<OutputFormat> found = new ArrayList<>();
        ServiceLoader.load(OutputFormat.class, OutputFormats.class.getClassLoader())
                .forEach(found::add);
        return List.copyOf(found);
    }

    public static List<String> names() {
        return ALL.stream().map(OutputFormat::name).toList();
    }

    /** The usual endings of file names, one per format. */
    public static List<String> endings() {
        return ALL.stream().map(format -> format.endings().get(0)).toList();
    }

    /** The format that a file's name means; with {@code .gz} or {@code .zst} behind the ending, a text is compressed. */
    public static Optional<OutputFormat> ofFile(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        Compression compression = Compression.ofName(lower);
        return compression == null
                ? ofEnding(lower)
                : ofEnding(Compression.nameOfText(lower))
                        .filter(OutputFormat::isText)
                        .map(text -> new CompressedOutput(text, compression));
    }

    private static Optional<OutputFormat> ofEnding(String lower) {
        return ALL.stream()
                .filter(format -> format.endings().stream().anyMatch(lower::endsWith))
                .findFirst();
    }

    /**
     * The format of this name as a file gets it: a text whose file ends with {@code .gz} or {@code .zst} is compressed.
     *
     * @throws BarographException as {@link #named(String)}
     */
    public static OutputFormat named(String name, String file) {
        OutputFormat format = named(name);
        Compression compression = Compression.ofName(file);
        return compression != null && format.isText() ? new CompressedOutput(format, compression) : format;
    }

    /** @throws BarographException INVALID_OPTION where there is none of this name, with those that exist */
    public static OutputFormat named(String name) {
        return ALL.stream()
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new BarographException(
                        ErrorCode.INVALID_OPTION,
                        "answers cannot be written as '" + name + "'" + NearNames.hint(name, names(), "there are")));
    }
}
