package io.barograph.formats.live;

import io.barograph.formats.store.StoredOutput;
import java.io.IOException;
import java.util.List;

/**
 * What a {@link FolderSink} does with files: few steps, each of which may be the last one before a crash. Names are whole, as a
 * {@link io.barograph.formats.store.FileStore} has them.
 */
interface Disk {
    /** Makes a folder and those above it, where they are not there. */
    void makeFolders(String folder) throws IOException;

    /** A new, empty file; {@link java.nio.file.FileAlreadyExistsException} where there is one. */
    StoredOutput create(String file) throws IOException;

    /** Gives a file another name in one step, in place of what has it. */
    void move(String from, String to) throws IOException;

    /** Removes a file, where it is there. */
    void delete(String file) throws IOException;

    /** Names that were given in a folder, and those that were taken away, stay so from here on. */
    void force(String folder) throws IOException;

    /** The names in a folder, each its last part, in any order. */
    List<String> list(String folder) throws IOException;

    boolean isFolder(String name) throws IOException;

    /** Bytes of a file. */
    long size(String file) throws IOException;

    String read(String file) throws IOException;

    /** The name of something in a folder. */
    static String in(String folder, String name) {
        return folder + "/" + name;
    }
}
