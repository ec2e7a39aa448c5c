package io.barograph.formats.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** What a {@link FolderSink} does with files: few steps, each of which may be the last one before a crash. */
interface Disk {
    /** Makes a folder and those above it, where they are not there. */
    void makeFolders(Path folder) throws IOException;

    /** A new, empty file; {@link java.nio.file.FileAlreadyExistsException} where there is one. */
    Output create(Path file) throws IOException;

    /** Gives a file another name in one step, in place of what has it. */
    void move(Path from, Path to) throws IOException;

    /** Removes a file, where it is there. */
    void delete(Path file) throws IOException;

    /** Names that were given in a folder, and those that were taken away, stay so from here on. */
    void force(Path folder) throws IOException;

    /** The names in a folder, in any order. */
    List<String> list(Path folder) throws IOException;

    boolean isFolder(Path path);

    /** Bytes of a file. */
    long size(Path file) throws IOException;

    String read(Path file) throws IOException;

    /** A file that is written. Not buffered. */
    abstract class Output extends OutputStream {
        /** What was written stays from here on. */
        abstract void force() throws IOException;
    }
}
