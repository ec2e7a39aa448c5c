package io.barograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.source.TableDeclaration;
import org.junit.jupiter.api.Test;

class DeclaredKeyTest {
    private static TableDeclaration target(String declaration, String insert) {
        Session session =
                new Session(new FakeCatalog(), ValueFinder.by((query, sink) -> {}), StatementParser::noScratch);
        session.bind(declaration);
        return ((Statement.Insert) session.bind(insert)).target();
    }

    @Test
    void anInsertKnowsTheKeyOfItsTargetInTheTablesSpelling() {
        assertThat(target(
                                "CREATE TABLE t (a STRING, B BIGINT, PRIMARY KEY (b, a) NOT ENFORCED) WITH ('connector' = 'console')",
                                "INSERT INTO t SELECT device_id, value FROM 'f.csv'")
                        .primaryKey())
                .containsExactly("B", "a");
    }

    @Test
    void soDoesOneThatNamesItsColumns() {
        assertThat(target(
                                "CREATE TABLE t (a STRING PRIMARY KEY NOT ENFORCED, b BIGINT) WITH ('path' = 'x.csv')",
                                "INSERT INTO t (b, a) SELECT value, device_id FROM 'f.csv'")
                        .primaryKey())
                .containsExactly("a");
    }

    @Test
    void aTableWithoutOneHasNone() {
        assertThat(target("CREATE TABLE t WITH ('path' = 'x.csv')", "INSERT INTO t SELECT 1")
                        .primaryKey())
                .isEmpty();
    }
}
