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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** {@code 'connector' = 'filesystem'} in live queries: files that grow, and folders that get files with each checkpoint. */
public final class LiveFiles implements LiveConnector {
    @Override
    public String name() {
        return "filesystem";
    }

    @Override
    public LiveTable openTable(TableDescription description) {
        return new GrowingTable(description);
    }

    /**
     * Opens a folder. Options of its own: {@code 'changelog' = 'true'} takes revisions, as rows with a column {@code op};
     * {@code 'overwrite' = 'true'} lets a run from the start replace what one before it has written.
     */
    @Override
    public LiveSink openSink(SinkRequest request) {
        TableDeclaration target = request.target();
        Map<String, String> others = new TreeMap<>(target.options());
        boolean changelog = GrowingFiles.isTrue(target.name(), "changelog", others.remove("changelog"));
        boolean overwrite = GrowingFiles.isTrue(target.name(), "overwrite", others.remove("overwrite"));
        OutputFormat format = TargetFiles.format(new TableDeclaration(
                target.name(), others, target.columns(), target.eventTime(), target.partitionedBy()));
        Path folder = Path.of(target.path());
        if (target.partitionedBy().isEmpty() && !target.path().endsWith("/") && !Files.isDirectory(folder)) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "a live query writes many files, some with each checkpoint: let '" + target.path()
                            + "' be a folder, 'path' = 'out/', 'format' = '" + format.name() + "'");
        }
        return new FolderSink(
                new LocalDisk(),
                folder,
                format,
                request.schema(),
                target.partitionedBy(),
                changelog ? new ChangelogRows(request.schema()) : null,
                overwrite,
                request.pipeline());
    }
}
