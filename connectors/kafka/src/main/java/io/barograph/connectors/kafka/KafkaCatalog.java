package io.barograph.connectors.kafka;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Topics by their declaration. No broker is asked before a table is opened and its lanes are wanted. Thread-safe. */
final class KafkaCatalog implements Catalog {
    private final String connector;

    KafkaCatalog(String connector) {
        this.connector = connector;
    }

    @Override
    public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        if (connector.equals(UpsertKafkaConnector.NAME)) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "table " + name + ": 'connector' = '" + connector
                            + "' is for writing; to read the topic's records as"
                            + " rows, declare it with 'connector' = 'kafka'");
        }
        KafkaOptions read = KafkaOptions.of(options);
        if (declared == null) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "table " + name + " declares no columns, and a topic does not tell them; say CREATE TABLE " + name
                            + " (ts TIMESTAMP, device_id VARCHAR, …) WITH (…)");
        }
        Map<String, String> kept = new TreeMap<>(options);
        kept.put(KafkaOptions.CONNECTOR, connector);
        return new TableDescription(name, read.value().format().name(), List.of(read.topic()), kept, declared);
    }

    @Override
    public void check(TableDeclaration declaration) {
        KafkaOptions.of(declaration.options());
    }

    @Override
    public Table open(TableDescription description) {
        return new KafkaTable(description);
    }
}
