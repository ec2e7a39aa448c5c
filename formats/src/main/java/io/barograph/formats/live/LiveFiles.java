package io.barograph.formats.live;

import io.barograph.core.engine.OutputFormat;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveConnector;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.GrowingFiles;
import io.barograph.formats.output.TargetFiles;
import io.barograph.formats.store.FileStores;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code 'connector' = 'filesystem'} in live queries: files that grow, and folders that get files with each checkpoint. */
public final class LiveFiles implements LiveConnector {
    private static final String OVERWRITE = "overwrite";
    private static final String KEEP = "keep";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([kKmMgGtT])");

    @Override
    public String name() {
        return "filesystem";
    }

    /** How much is kept, and what a run from the start may take away: neither says what the files hold. */
    @Override
    public boolean isAside(String option) {
        return option.equals(KEEP) || option.equals(OVERWRITE);
    }

    @Override
    public LiveTable openTable(TableDescription description) {
        return new GrowingTable(description);
    }

    /**
     * Opens a folder. Options of its own: {@code 'changelog' = 'true'} takes revisions, as rows with a column {@code op};
     * {@code 'overwrite' = 'true'} lets a run from the start replace what one before it has written; {@code 'keep' = '1g'} lets
     * the oldest files go where all of them take more.
     */
    @Override
    public LiveSink openSink(SinkRequest request) {
        TableDeclaration target = request.target();
        Map<String, String> others = new TreeMap<>(target.options());
        boolean changelog = GrowingFiles.isTrue(target.name(), "changelog", others.remove("changelog"));
        boolean overwrite = GrowingFiles.isTrue(target.name(), OVERWRITE, others.remove(OVERWRITE));
        long kept = kept(target.name(), others.remove(KEEP));
        OutputFormat format = TargetFiles.format(new TableDeclaration(
                target.name(), others, target.columns(), target.eventTime(), target.partitionedBy()));
        if (target.partitionedBy().isEmpty() && !target.path().endsWith("/") && !isFolderHere(target.path())) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "a live query writes many files, some with each checkpoint: let '" + target.path()
                            + "' be a folder, 'path' = 'out/', 'format' = '" + format.name() + "'");
        }
        return new FolderSink(
                new StoreDisk(),
                folder(target.path()),
                format,
                request.schema(),
                target.partitionedBy(),
                changelog ? new ChangelogRows(request.schema()) : null,
                overwrite,
                kept,
                request.pipeline());
    }

    /** Elsewhere nobody is asked before the run begins. */
    private static boolean isFolderHere(String path) {
        return FileStores.isLocal(path) && Files.isDirectory(FileStores.localPath(path));
    }

    /** On a worker, which begins elsewhere, a name means what it means to the one who asks. */
    private static String folder(String path) {
        String folder = FileStores.isLocal(path) ? FileStores.localPath(path).toString() : path;
        return folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
    }

    private static long kept(String table, @Nullable String size) {
        if (size == null) {
            return Long.MAX_VALUE;
        }
        Matcher read = SIZE.matcher(size.trim());
        if (!read.matches()) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "option '" + KEEP + "' of table " + table + " is a size such as '500m' or '2g', not '" + size
                            + "'");
        }
        int shift = 10 * (1 + "kmgt".indexOf(Character.toLowerCase(read.group(2).charAt(0))));
        return Long.parseLong(read.group(1)) << shift;
    }
}
