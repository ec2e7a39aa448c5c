package io.barograph.formats.store;

/**
 * What a store has under a name.
 *
 * @param name whole, as it can be asked for again
 * @param sizeBytes of a file as stored; else 0
 */
public record StoredFile(String name, Kind kind, long sizeBytes) {
    /** What it is. */
    public enum Kind {
        FILE,
        FOLDER,
        /** It has a name, and can be read only once. */
        PIPE,
        /** A device or a socket. */
        OTHER
    }

    public boolean isFile() {
        return kind == Kind.FILE;
    }

    public boolean isFolder() {
        return kind == Kind.FOLDER;
    }
}
