package io.barograph.formats.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.parquet.format.FileMetaData;

/** Says something else about a file's pages than what is in them. */
final class FooterEdit {
    private static final int TAIL_BYTES = 8;

    private FooterEdit() {}

    /** Writes a file's footer again, changed. */
    static void apply(Path file, Consumer<FileMetaData> change) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length - TAIL_BYTES;
        int start = end - Bytes.intAt(bytes, end);
        FileMetaData data = new FileMetaData();
        Thrift.read(data, bytes, start, end);
        change.accept(data);
        byte[] footer = Thrift.write(data);
        byte[] tail = {0, 0, 0, 0, 'P', 'A', 'R', '1'};
        Bytes.putInt(tail, 0, footer.length);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(bytes, 0, start);
        changed.writeBytes(footer);
        changed.writeBytes(tail);
        Files.write(file, changed.toByteArray());
    }
}
