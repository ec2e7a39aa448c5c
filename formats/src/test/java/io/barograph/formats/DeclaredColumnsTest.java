package io.barograph.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclaredColumnsTest {
    @TempDir
    Path folder;

    private static Schema of(String... names) {
        return new Schema(
                Arrays.stream(names).map(name -> new Field(name, Type.DOUBLE)).toList());
    }

    @Test
    void theExactNameComesFirstThenTheOnlyOneThatDiffersInCase() {
        assertThat(DeclaredColumns.inFile(of("ID", "x"), List.of("id", "x"))).isEqualTo(of("id", "x"));
        assertThat(DeclaredColumns.inFile(of("ID"), List.of("id", "ID"))).isEqualTo(of("ID"));
        assertThat(DeclaredColumns.inFile(of("Id"), List.of("id", "ID"))).isEqualTo(of("Id"));
        assertThat(DeclaredColumns.inFile(of("id", "ID"), List.of("id"))).isEqualTo(of("id", "ID"));
        assertThat(DeclaredColumns.inFile(of("none"), List.of("id"))).isEqualTo(of("none"));
    }

    @Test
    void textFilesAreReadByTheNamesThatTheyHave() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "device_id,x\n1,2\n");
        Files.writeString(folder.resolve("a.jsonl"), "{\"device_id\":1,\"x\":2}\n");
        Schema declared = Schema.of(new Field("DEVICE_ID", Type.VARCHAR));
        for (String file : List.of("a.csv", "a.jsonl")) {
            String path = folder.resolve(file).toString();
            assertThat(new FileCatalog().table(path, Map.of(), declared).schema())
                    .as(file)
                    .isEqualTo(Schema.of(new Field("device_id", Type.VARCHAR), new Field("x", Type.BIGINT)));
        }
    }
}
