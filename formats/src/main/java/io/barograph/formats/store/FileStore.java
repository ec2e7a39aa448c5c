package io.barograph.formats.store;

import io.barograph.core.source.Block;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A place that keeps files in folders: the local disks, or what a library brings. Found with
 * {@link java.util.ServiceLoader} by the scheme that a file's name begins with, {@code hdfs://…}. Thread-safe.
 *
 * <p>Names are whole: scheme, place and path. What fails is told as the JDK's files tell it:
 * {@link java.nio.file.NoSuchFileException} for what is not there, {@link java.nio.file.AccessDeniedException}, else an
 * {@link IOException} whose message says in a line what to do. Where the place as a whole does not answer, calls end
 * within bounded time with a {@code BarographException} {@code UNAVAILABLE}.
 */
public interface FileStore {
    /** As in names, without the colon: {@code hdfs}. */
    String scheme();

    /** What is there under a name; null where nothing is. Links are followed. */
    @Nullable
    StoredFile find(String name) throws IOException;

    /**
     * Shows all that is in a folder, in no order, the folder itself not. The folder may be a link; links to folders in it are not followed.
     *
     * @param depth 1 for what lies directly in it, 2 for what lies in its folders, too, and so on
     */
    void walk(String folder, int depth, Consumer<StoredFile> visitor) throws IOException;

    /** Opens a file for reading. */
    StoredBytes open(String name) throws IOException;

    /** The blocks of a file as {@link io.barograph.core.source.Table#blocks} gives them. */
    default List<Block> blocks(String name) throws IOException {
        return List.of();
    }

    /**
     * Opens a file for writing, which is there afterwards and empty, whatever was there. Its folder must exist. A stream
     * that was closed without a failure has been written as a whole.
     */
    OutputStream create(String name) throws IOException;

    /**
     * Opens what takes bytes as they come and has no file to be replaced: a device, a pipe that has a name, {@code
     * /dev/stdout}. Null for the name of a file, whether it is there or not.
     */
    default @Nullable OutputStream openStream(String name) throws IOException {
        return null;
    }

    /**
     * As {@link #create}, where nothing has that name yet: of those who make it in the same moment one succeeds.
     *
     * @throws java.nio.file.FileAlreadyExistsException where something has it
     */
    StoredOutput createNew(String name) throws IOException;

    /** Makes a folder, and those that it is in. */
    void makeFolders(String name) throws IOException;

    /** Gives a file another name, in one step where the store can; it takes the place of a file of that name. */
    void move(String from, String to) throws IOException;

    /** Removes a file, or a folder with all that is in it; links are not followed. Nothing there is as good. */
    void delete(String name) throws IOException;

    /**
     * Names that were given in a folder, and those that were taken away, stay so from here on, whatever fails. Nothing is to be done
     * where a store writes names down before it answers.
     */
    default void force(String folder) throws IOException {}

    /** What a name stands for at last: a link is followed, so that writing replaces or makes the file and not the link. */
    default String resolve(String name) throws IOException {
        return name;
    }

    /**
     * What tells the unfinished files of this process from those of all others that write here: digits, letters, dashes.
     * {@link #isRunning} knows it again.
     */
    String processName();

    /** Whether the process of a {@link #processName} may still run; true where nobody can tell. */
    boolean isRunning(String processName);

    /**
     * A text that is the same for names of the same file or folder, which differ in how they name the place: one that they leave to the
     * configuration, a port that is the usual one. Asks no server.
     *
     * @param name its path without a slash at its end, {@code .} and {@code ..}
     */
    default String place(String name) {
        return name;
    }

    /** The folder that a name is in; empty where it names none. */
    default String folderOf(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    /** The last part of a name. */
    default String lastOf(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** The name of something in a folder, by its path from there; {@code /} parts folders. */
    default String in(String folder, String path) {
        return folder.isEmpty() || folder.endsWith("/") ? folder + path : folder + "/" + path;
    }

    /** The path from a folder to something in it; {@code /} parts folders. */
    default String pathFrom(String folder, String name) {
        return name.substring(folder.endsWith("/") ? folder.length() : folder.length() + 1);
    }
}
