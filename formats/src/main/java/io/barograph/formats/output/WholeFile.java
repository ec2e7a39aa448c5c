package io.barograph.formats.output;

import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import io.barograph.formats.store.FileStore;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.StoredFile;
import java.io.IOException;

/** A table that is one file: the path's, or the only one of the folder that the path names. */
final class WholeFile implements TargetFiles {
    private final FileStore store;
    private final String path;
    /** Whether the folder was made for the file: where no file comes of it, it is taken away again. */
    private final boolean made;

    private final AtomicFile file;
    private final ResultSink sink;
    private boolean committed;

    WholeFile(String path, OutputFormat format) {
        this.store = FileStores.of(path);
        this.path = path;
        try {
            StoredFile there = store.find(path);
            boolean isFolder = path.endsWith("/") || there != null && there.isFolder();
            made = isFolder && there == null;
            if (made) {
                store.makeFolders(path);
            }
            file = AtomicFile.create(
                    isFolder ? store.in(path, "part-0" + format.endings().get(0)) : path);
        } catch (IOException e) {
            throw AtomicFile.failure(path, e);
        }
        sink = format.open(file.stream());
    }

    @Override
    public ResultSink sink() {
        return sink;
    }

    @Override
    public void commit() {
        file.commit();
        committed = true;
    }

    @Override
    public void close() {
        file.close();
        if (made && !committed) {
            try {
                if (PartitionedFiles.isEmpty(store, path)) {
                    store.delete(path);
                }
            } catch (IOException e) {
                throw AtomicFile.failure(path, e);
            }
        }
    }
}
