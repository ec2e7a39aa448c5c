package io.barograph.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.source.TableDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonInferenceTest {
    @TempDir
    Path directory;

    private TableDescription describe(String text, Map<String, String> options, Schema declared) throws IOException {
        Path file = directory.resolve("t.json");
        Files.writeString(file, text);
        return new JsonFormat().describe("t", List.of(file.toString()), options, declared);
    }

    private String schema(String text) throws IOException {
        return describe(text, Map.of(), null).schema().toString();
    }

    @Test
    void columnsAreAllNamesInTheOrderOfTheirComing() throws IOException {
        assertThat(schema("{\"b\":1,\"a\":true}\n{\"c\":\"x\",\"a\":null}\n{\"d\":null}"))
                .isEqualTo("(b BIGINT, a BOOLEAN, c VARCHAR, d VARCHAR)");
    }

    @Test
    void numbersAreBigintUnlessOneIsNot() throws IOException {
        assertThat(schema("{\"a\":1,\"b\":1,\"c\":9223372036854775808}\n{\"a\":-5,\"b\":1e0,\"c\":1}"))
                .as("what more than 64 bits have would be rounded to others")
                .isEqualTo("(a BIGINT, b DOUBLE, c VARCHAR)");
    }

    @Test
    void wordsThatAnswersWriteForNumbersAreNumbers() throws IOException {
        assertThat(schema("{\"a\":1.5,\"b\":\"NaN\",\"c\":1}\n" + "{\"a\":\"NaN\",\"b\":\"-Infinity\",\"c\":\"nan\"}"))
                .isEqualTo("(a DOUBLE, b DOUBLE, c VARCHAR)");
    }

    @Test
    void anArrayOfOthersThanObjectsIsRefused() throws IOException {
        assertThatThrownBy(() -> schema("[1,2,3]")).hasMessageContaining("an array of what are no objects");
        assertThat(schema("[]")).isEqualTo("()");
    }

    @Test
    void textsAreTimesWhereTheyAreWrittenSoAndNeverNumbers() throws IOException {
        assertThat(schema("{\"t\":\"2023-01-01T00:00:00Z\",\"id\":\"0017\"}\n{\"t\":\"2023-01-01 10:30\"}"))
                .isEqualTo("(t TIMESTAMP, id VARCHAR)");
    }

    @Test
    void membersOfNestedObjectsAreColumns() throws IOException {
        TableDescription table = describe(
                "{\"device\":{\"id\":\"a\",\"at\":{\"lat\":1.5}},\"list\":[1]}\n{\"device\":null}", Map.of(), null);
        assertThat(table.schema().toString()).isEqualTo("(device.id VARCHAR, device.at.lat DOUBLE, list VARCHAR)");
        assertThat(table.options()).containsEntry("pointer.device.at.lat", "/device/at/lat");
    }

    @Test
    void whatIsAnObjectHereAndATextThereIsText() throws IOException {
        assertThat(schema("{\"a\":{\"x\":1}}\n{\"a\":\"none\"}")).isEqualTo("(a VARCHAR)");
    }

    @Test
    void namesThatAreDataAreNoColumns() throws IOException {
        StringBuilder map = new StringBuilder("{\"m\":{");
        for (int i = 0; i < 300; i++) {
            map.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":1");
        }
        assertThat(schema(map + "}}")).isEqualTo("(m VARCHAR)");
        assertThatThrownBy(() -> schema("{\"a\":{\"b\":" + wide(200) + ",\"c\":" + wide(200) + "}}"))
                .hasMessageContaining("more than 2000 different names");
    }

    private static String wide(int width) {
        StringBuilder outer = new StringBuilder("{");
        for (int i = 0; i < width; i++) {
            outer.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":{");
            for (int j = 0; j < 10; j++) {
                outer.append(j == 0 ? "" : ",").append("\"j").append(j).append("\":1");
            }
            outer.append('}');
        }
        return outer.append('}').toString();
    }

    @Test
    void declaredColumnsTakeThePlaceOfTheFound() throws IOException {
        TableDescription table = describe(
                "{\"at\":1672531200000,\"v\":{\"t\":1}}",
                Map.of("pointer.temperature", "/v/t"),
                Schema.of(
                        new Field("at", Type.TIMESTAMP),
                        new Field("temperature", Type.DOUBLE),
                        new Field("later", Type.BIGINT)));
        assertThat(table.schema().toString()).isEqualTo("(at TIMESTAMP, temperature DOUBLE, later BIGINT)");
        assertThat(table.options()).containsEntry("timestamp.unit.at", "ms");
    }

    @Test
    void theLayoutIsSeen() throws IOException {
        assertThat(describe("{\"a\":1}\n", Map.of(), null).options()).containsEntry("layout", "lines");
        assertThat(describe(" [{\"a\":1}]", Map.of(), null).options()).containsEntry("layout", "objects");
        assertThat(describe("{\n\"a\":1}", Map.of(), null).options()).containsEntry("layout", "objects");
        assertThat(describe("", Map.of(), null).schema().size()).isZero();
    }

    @Test
    void unknownOptionsAreRefused() {
        assertThatThrownBy(() -> describe("{}", Map.of("layuot", "lines"), null))
                .hasMessageContaining("layout");
        assertThatThrownBy(() -> describe("{}", Map.of("pointer.a", "a/b"), null))
                .hasMessageContaining("pointer");
    }
}
