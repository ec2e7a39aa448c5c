package io.barograph.formats;

import io.barograph.core.source.TableDeclaration;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.StoredFile;
import java.io.IOException;
import java.nio.file.Path;

/** Where tables are, however their paths are spelled: by it, one table is known to be what another statement writes. */
public final class TablePlaces {
    private TablePlaces() {}

    /** A text that is the same for tables of the same place, and for no others. */
    public static String of(TableDeclaration table) {
        // Where no option names the place, the table's name does.
        return isOfFiles(table) ? FileStores.place(table.path()) : table.name() + table.options();
    }

    /** What {@link io.barograph.core.source.Catalog#reads} says of files. */
    static boolean reads(TableDeclaration read, TableDeclaration written) {
        if (read.path().equals(written.path())) {
            return true;
        }
        if (!isOfFiles(read) || !isOfFiles(written) || GrowingFiles.isFollowed(read)) {
            return false;
        }
        String source = FileStores.place(read.path());
        String target = FileStores.place(written.path());
        if (source.equals(target) || isIn(target, source)) {
            return true;
        }
        if (!FileGlob.isGlob(read.path())) {
            return isIn(source, target);
        }
        FileGlob glob = FileGlob.of(read.path());
        String folder = FileStores.place(glob.folder());
        if (folder.equals(target) || isIn(target, folder)) {
            return true;
        }
        if (!isIn(folder, target)) {
            return false;
        }
        String path = target.substring(folder.endsWith("/") ? folder.length() : folder.length() + 1);
        return isFolder(written) ? glob.mayMatchIn(path) : glob.matcher().matches(Path.of(path));
    }

    private static boolean isOfFiles(TableDeclaration table) {
        return table.options().getOrDefault(Connectors.OPTION, Connectors.FILES).equalsIgnoreCase(Connectors.FILES);
    }

    private static boolean isIn(String folder, String place) {
        return place.startsWith(folder.endsWith("/") ? folder : folder + "/");
    }

    /** Whether a table is written as files of a folder. */
    private static boolean isFolder(TableDeclaration written) {
        String path = written.path();
        if (!written.partitionedBy().isEmpty() || path.endsWith("/")) {
            return true;
        }
        if (!FileStores.isLocal(path)) {
            // Nothing is asked over a network for this.
            return false;
        }
        try {
            StoredFile there = FileStores.of(path).find(path);
            return there != null && there.isFolder();
        } catch (IOException unknown) {
            return false;
        }
    }
}
