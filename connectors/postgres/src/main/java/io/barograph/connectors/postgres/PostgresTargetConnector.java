package io.barograph.connectors.postgres;

import io.barograph.core.column.Schema;
import io.barograph.core.engine.TableTarget;
import io.barograph.core.engine.TargetConnector;
import io.barograph.core.source.TableDeclaration;

/** {@code 'connector' = 'postgres'}: tables for the answers of queries that end. */
public class PostgresTargetConnector implements TargetConnector {
    @Override
    public String name() {
        return PostgresConnector.NAME;
    }

    @Override
    public final TableTarget open(TableDeclaration table, Schema schema) {
        return AnswerTarget.open(PostgresOptions.of(table), schema);
    }
}
