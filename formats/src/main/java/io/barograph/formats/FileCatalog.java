package io.barograph.formats;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Connector;
import io.barograph.core.source.Format;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import io.barograph.core.watermark.LeftOutTable;
import io.barograph.formats.hive.HiveLayout;
import io.barograph.formats.hive.HiveTable;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.PipeCopies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Files as tables, on this machine or wherever a {@link io.barograph.formats.store.FileStore} has them. A name is what
 * {@link FileSearch} finds; a declared table gives its files in the option {@code path} and may give its {@code format}. Formats are found with {@link ServiceLoader}. Thread-safe.
 */
public final class FileCatalog implements Catalog {
    private static final String PATH = "path";
    private static final String FORMAT = "format";

    /** What makes files of kinds that are not read such as are. */
    private static final Map<String, String> UNPACKERS =
            Map.of(".bz2", "bunzip2", ".xz", "unxz", ".lz4", "unlz4", ".zip", "unzip");

    private final List<Format> formats;
    private final FileSearch search;

    public FileCatalog() {
        List<Format> found = new ArrayList<>();
        ServiceLoader.load(Format.class, FileCatalog.class.getClassLoader()).forEach(found::add);
        this.formats = List.copyOf(found);
        this.search = new FileSearch(formats);
    }

    @Override
    public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        Map<String, String> others = new TreeMap<>(options);
        String connector = others.remove(Connectors.OPTION);
        if (connector != null && !connector.equalsIgnoreCase(Connectors.FILES)) {
            Connector named = Connectors.named(connector);
            return named.catalog().table(name, others, declared).withConnection(named::isConnection);
        }
        String where = options.getOrDefault(PATH, name);
        others.remove(PATH);
        String wanted = others.remove(FORMAT);
        Format named = wanted == null ? null : format(wanted);
        boolean follows = GrowingFiles.takeFollow(name, others);
        boolean keyed = !"false".equalsIgnoreCase(others.remove(HiveLayout.OPTION));
        List<String> paths = follows ? search.files(where, named) : search.filesOrPipe(where, named);
        Format format = named == null ? formatOf(paths.get(0)) : named;
        HiveLayout layout = keyed ? HiveLayout.of(paths) : null;
        try {
            if (follows) {
                return GrowingFiles.described(format.describe(name, paths, others, declared), where, layout != null);
            }
            if (layout == null) {
                return format.describe(name, paths, others, declared);
            }
            return layout.extend(format.describe(name, paths, others, layout.ofFiles(declared)), declared);
        } catch (IOException e) {
            throw ReadFailure.ofFiles(where, e);
        }
    }

    /**
     * The files of a path, a glob or a directory as they are now, sorted by name.
     *
     * @param format that was declared, or null
     * @throws BarographException FILE_NOT_FOUND where there is none
     */
    public List<String> files(String where, @Nullable String format) {
        return search.files(where, format == null ? null : format(format));
    }

    @Override
    public void check(TableDeclaration declaration) {
        String connector = declaration.options().get(Connectors.OPTION);
        if (connector != null) {
            Connectors.named(connector);
        }
    }

    @Override
    public boolean reads(TableDeclaration read, TableDeclaration written) {
        return TablePlaces.reads(read, written);
    }

    /** Whether a file of this name looks like a table of some format. */
    public boolean recognises(String file) {
        return formats.stream().anyMatch(format -> format.recognises(file));
    }

    @Override
    public Table open(TableDescription description) {
        if (description.leftOut() != null) {
            return new LeftOutTable(description, open(description.source()));
        }
        if (GrowingFiles.isFollowed(description)) {
            return open(
                    GrowingFiles.atRest(description, files(description.paths().get(0), description.format())));
        }
        String connector = description.options().get(Connectors.OPTION);
        if (connector != null) {
            return Connectors.named(connector).catalog().open(description);
        }
        try {
            Format format = format(description.format());
            return HiveLayout.isPartitioned(description)
                    ? new HiveTable(description, format.open(HiveLayout.files(description)))
                    : format.open(description);
        } catch (IOException e) {
            throw ReadFailure.ofFiles(description.name(), e);
        }
    }

    private Format format(String name) {
        List<String> names = formats.stream().map(Format::name).toList();
        return formats.stream()
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new BarographException(
                        ErrorCode.INVALID_OPTION,
                        "there is no format '" + name + "'" + NearNames.didYouMean(name, names) + "; there is "
                                + String.join(", ", names)));
    }

    private static String compressed(String path) {
        String ending = path.substring(path.lastIndexOf('.'));
        return "'" + path
                + "' is compressed, and of such files those that end with .gz and .zst are read; uncompress it: "
                + UNPACKERS.get(ending.toLowerCase(Locale.ROOT)) + " '" + path + "'";
    }

    private Format formatOf(String path) {
        PipeCopies.Copy copy = FileStores.copied(path);
        if (copy != null) {
            return format(copy.format());
        }
        return formats.stream()
                .filter(format -> format.recognises(path))
                .findFirst()
                .orElseThrow(() -> new BarographException(
                        ErrorCode.NOT_SUPPORTED,
                        UNPACKERS.keySet().stream().anyMatch(path.toLowerCase(Locale.ROOT)::endsWith)
                                ? compressed(path)
                                : "no format is known by the name of '" + path
                                        + "'; declare it: CREATE TABLE t WITH ('path' = '" + path
                                        + "', 'format' = 'csv')"));
    }
}
