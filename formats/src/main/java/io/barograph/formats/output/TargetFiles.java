package io.barograph.formats.output;

import io.barograph.core.column.Schema;
import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.TableTarget;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.TableDeclaration;
import io.barograph.formats.store.FileStores;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The file or files of a table that is written as a whole: its rows go to files under other names, and the commit gives every
 * file its name, each in one step, so that nobody sees a half.
 *
 * <p>A path to a file is that file. A path to a folder, one that ends with {@code /} or is one already, gets the one file
 * {@code part-0}, and is made where it is not there yet. A partitioned table gets such a file per partition, and keeps the
 * partitions that the answer has no row of.
 */
public interface TargetFiles extends TableTarget {

    /**
     * Opens the files of a table.
     *
     * @param schema of the rows
     * @throws BarographException INVALID_OPTION where the form is not known, NOT_SUPPORTED for a place that is no file
     *     system, IO_ERROR and FILE_NOT_FOUND where the place cannot be written
     */
    static TargetFiles open(TableDeclaration table, Schema schema) {
        OutputFormat format = format(table);
        if (!table.partitionedBy().isEmpty()) {
            return new PartitionedFiles(table.path(), format, schema, table.partitionedBy());
        }
        return new WholeFile(table.path(), format);
    }

    /**
     * The form in which a table is written: its option {@code format}, or what its file's ending says.
     *
     * @throws BarographException INVALID_OPTION, also for options that say how files are read
     */
    static OutputFormat format(TableDeclaration table) {
        Map<String, String> others = new TreeMap<>(table.options());
        others.keySet().removeAll(Set.of("path", "format", "connector"));
        String name = table.options().get("format");
        boolean isTabbed = (name == null
                        ? OutputFormats.ofFile(table.path())
                                .map(OutputFormat::name)
                                .orElse("")
                        : name)
                .equalsIgnoreCase(TsvOutput.NAME);
        others.entrySet().removeIf(option -> isUsual(option, isTabbed));
        if (!others.isEmpty()) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "'" + table.path() + "' cannot be written with " + others
                            + ": each form is written in one way, CSV with a header, commas (tsv: tabs) and ISO times, Parquet with zstd; leave the options"
                            + " out");
        }
        if (FileStores.isLocal(table.path())) {
            requireFileName(table.path());
        }
        return name != null
                ? OutputFormats.named(name, table.path())
                : OutputFormats.ofFile(table.path())
                        .orElseThrow(() -> new BarographException(
                                ErrorCode.INVALID_OPTION,
                                "cannot tell the form of '" + table.path() + "' by its name; end it with "
                                        + String.join(", ", OutputFormats.endings())
                                        + ", texts also with .gz or .zst behind it, or give the option 'format'"));
    }

    /** Options that change nothing: what is written is so anyway. */
    private static boolean isUsual(Map.Entry<String, String> option, boolean isTabbed) {
        return switch (option.getKey()) {
            case "header" ->
                option.getValue().equalsIgnoreCase("true") || option.getValue().equals("1");
            case "delimiter", "sep", "delim" ->
                isTabbed
                        ? option.getValue().equalsIgnoreCase("tab")
                                || option.getValue().equals("\t")
                        : option.getValue().equals(",");
            case "quote" -> option.getValue().equals("\"");
            default -> false;
        };
    }

    private static Path requireFileName(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new BarographException(ErrorCode.INVALID_OPTION, "'" + path + "' is no file name", e);
        }
    }
}
