package io.barograph.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.source.TableDeclaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresOptionsTest {
    private static final Schema COLUMNS = Schema.of(new Field("device_id", Type.BIGINT), new Field("n", Type.BIGINT));

    private static TableDeclaration declared(List<String> key, String... more) {
        Map<String, String> options =
                new TreeMap<>(Map.of("connector", "postgres", "url", "jdbc:postgresql://db:5433/plant"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return new TableDeclaration("minutes", options, COLUMNS, null, List.of(), key);
    }

    private static PostgresOptions of(String... more) {
        return PostgresOptions.of(declared(List.of("device_id"), more));
    }

    private static void assertRefused(String message, String... more) {
        assertThatThrownBy(() -> of(more))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theTableIsCalledAsTheDeclarationUnlessItSaysOtherwise() {
        assertThat(of().table()).isEqualTo(new TableName(null, "minutes"));
        assertThat(of("table-name", "plant.Minutes").table().sql()).isEqualTo("\"plant\".\"Minutes\"");
        assertThat(of("table-name", "\"a.b\".\"c\"\"d\"").table()).isEqualTo(new TableName("a.b", "c\"d"));
        assertRefused("must be a table's name", "table-name", "a.b.c");
    }

    @Test
    void howToGetToATableIsNoPartOfAQuery() {
        PostgresLiveConnector connector = new PostgresLiveConnector();
        assertThat(List.of("url", "username", "user", "password", "password-file", "retry.for", "properties.sslmode"))
                .allMatch(connector::isAside);
        assertThat(List.of("table-name", "delivery", "connector")).noneMatch(connector::isAside);
    }

    @Test
    void urlsOfPostgresAlone() {
        assertThat(of().database().address()).isEqualTo("db:5433/plant");
        assertThat(of("url", "postgresql://db/plant?sslmode=require").database().address())
                .isEqualTo("db/plant");
        assertThat(of("url", "postgres://db/plant").database().url()).isEqualTo("jdbc:postgresql://db/plant");
        assertRefused("must name a PostgreSQL database", "url", "jdbc:mysql://db/plant");
        assertRefused("is no address", "url", "jdbc:postgresql://db:port/plant");
        assertThatThrownBy(() -> PostgresOptions.of(
                        new TableDeclaration("t", Map.of("connector", "jdbc"), COLUMNS, null, List.of())))
                .hasMessageContaining("option 'url' is missing");
    }

    @Test
    void noPasswordIsShown() {
        PostgresOptions options = of("username", "writer", "password", "hunter2");
        assertThat(options.database().password()).isEqualTo("hunter2");
        assertThat(options.toString() + options.where()).doesNotContain("hunter2");
        for (String url :
                List.of("postgresql://writer:hunter2@db/plant", "jdbc:postgresql://db/plant?password=hunter2")) {
            assertThatThrownBy(() -> of("url", url))
                    .hasMessageContaining("'password'")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void aPasswordMayStandInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "hunter2\n");
        assertThat(of("password-file", file.toString()).database().password()).isEqualTo("hunter2");
        assertRefused("two passwords", "password-file", file.toString(), "password", "other");
        assertRefused("cannot read", "password-file", folder.resolve("none").toString());
    }

    @Test
    void theDeclaredKeyDecidesHowRowsAreWritten() {
        assertThat(of().delivery()).isEqualTo(PostgresOptions.Delivery.UPSERT);
        assertThat(of("delivery", "transaction").delivery()).isEqualTo(PostgresOptions.Delivery.TRANSACTION);
        assertThat(PostgresOptions.of(declared(List.of())).delivery()).isEqualTo(PostgresOptions.Delivery.TRANSACTION);
        assertThatThrownBy(() -> PostgresOptions.of(declared(List.of(), "delivery", "upsert")))
                .hasMessageContaining("needs a key: declare PRIMARY KEY");
    }

    @Test
    void whatNobodyKnowsIsRefused() {
        assertRefused("has no option 'tabel-name'; did you mean table-name?", "tabel-name", "t");
        assertRefused("no property 'sslmod'", "properties.sslmod", "require");
        assertRefused("say 'username' and 'password'", "properties.password", "hunter2");
        assertThat(of("properties.sslmode", "require").database().properties()).containsEntry("sslmode", "require");
        assertThat(of("properties.currentschema", "plant").database().properties())
                .as("names of options are of lower case")
                .containsEntry("currentSchema", "plant");
    }

    @Test
    void typesThatHoldEveryValueAsItIs() {
        assertThat(new StoredType("int8", -1).holds(Type.BIGINT)).isTrue();
        assertThat(new StoredType("int4", -1).holds(Type.BIGINT)).isFalse();
        assertThat(new StoredType("numeric", -1).holds(Type.BIGINT)).isTrue();
        assertThat(new StoredType("float4", -1).holds(Type.DOUBLE)).isFalse();
        // numeric(10,2)
        int tenTwo = (10 << 16 | 2) + 4;
        assertThat(new StoredType("numeric", tenTwo).holds(Type.decimal(10, 2))).isTrue();
        assertThat(new StoredType("numeric", tenTwo).holds(Type.decimal(10, 3))).isFalse();
        assertThat(new StoredType("numeric", tenTwo).holds(Type.decimal(9, 0))).isFalse();
        assertThat(new StoredType("timestamptz", 3).holds(Type.TIMESTAMP)).isFalse();
        assertThat(new StoredType("timestamp", -1).holds(Type.TIMESTAMP)).isTrue();
        assertThat(new StoredType("int8", -1).holds(Type.INTERVAL)).isTrue();
        assertThat(new StoredType("date", -1).holds(Type.TIMESTAMP)).isFalse();
    }
}
