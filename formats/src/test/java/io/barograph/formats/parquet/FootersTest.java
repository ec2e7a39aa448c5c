package io.barograph.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import org.apache.parquet.format.CompressionCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FootersTest {
    @TempDir
    private Path folder;

    private final Footers footers = new Footers();

    @Test
    void aFileIsReadOnce() throws IOException {
        String path = file("a", 10);
        assertThat(footers.read(path)).isSameAs(footers.read(path));
    }

    @Test
    void anotherFileOfTheNameIsReadAgain() throws IOException {
        String path = file("a", 10);
        Footer before = footers.read(path);
        Files.move(Path.of(file("b", 20)), Path.of(path), StandardCopyOption.REPLACE_EXISTING);
        assertThat(before.rows()).isEqualTo(10);
        assertThat(footers.read(path).rows()).isEqualTo(20);
    }

    @Test
    void soIsAFileThatWasWrittenOver() throws IOException {
        String path = file("a", 10);
        Footer before = footers.read(path);
        Files.setLastModifiedTime(Path.of(path), FileTime.fromMillis(1_000));
        assertThat(footers.read(path)).isNotSameAs(before);
    }

    @Test
    void fewAreKept() throws IOException {
        String first = file("first", 10);
        Footer before = footers.read(first);
        for (int i = 0; i < 8; i++) {
            footers.read(file("file" + i, 10));
        }
        assertThat(footers.read(first)).isNotSameAs(before);
    }

    private String file(String name, int rows) throws IOException {
        Path path = folder.resolve(name + ".parquet");
        Rows.write(path, Rows.random(rows, new Random(1)), CompressionCodec.UNCOMPRESSED, 100);
        return path.toString();
    }
}
