package io.barograph.formats.parquet;

import io.barograph.formats.store.FileStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The footers read last, of files that are still the same: planning reads a file's, and so does its scan. Thread-safe. */
final class Footers {
    /** A large file's takes a megabyte; those of many small ones are quickly read again. */
    private static final int MOST = 8;

    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST;
        }
    };

    private record Known(
            long size, FileTime modified, @Nullable Object file, Footer footer) {
        boolean isOf(BasicFileAttributes now) {
            return size == now.size() && modified.equals(now.lastModifiedTime()) && Objects.equals(file, now.fileKey());
        }
    }

    /** As {@link Footer#read}; of files elsewhere, and copies of pipes, it is always read, since no time tells two versions of them apart. */
    Footer read(String path) throws IOException {
        if (!FileStores.isLocal(path) || FileStores.copied(path) != null) {
            return Footer.read(path);
        }
        // Asked before the footer is read: of a file that changes meanwhile, the footer counts for one that is gone.
        BasicFileAttributes now = Files.readAttributes(FileStores.localPath(path), BasicFileAttributes.class);
        synchronized (known) {
            Known before = known.get(path);
            if (before != null && before.isOf(now)) {
                return before.footer();
            }
        }
        Footer footer = Footer.read(path);
        synchronized (known) {
            known.put(path, new Known(now.size(), now.lastModifiedTime(), now.fileKey(), footer));
        }
        return footer;
    }
}
