package io.barograph.connectors.postgres;

import io.barograph.connectors.shared.Patience;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.TableDeclaration;
import io.barograph.formats.GivenOptions;
import java.util.List;

/**
 * What the declaration of a table says.
 *
 * @param key names of the columns of its PRIMARY KEY; empty where none is declared: then rows are only added
 * @param creates whether a table that is missing is made
 */
record PostgresOptions(Database database, TableName table, List<String> key, Delivery delivery, boolean creates) {
    private static final String TABLE = "table-name";
    private static final String DELIVERY = "delivery";
    private static final String CREATE = "create";

    private static final List<String> KNOWN = List.of(
            Database.URL,
            TABLE,
            Database.USER,
            Database.PASSWORD,
            Database.PASSWORD_FILE,
            DELIVERY,
            CREATE,
            Patience.OPTION);

    /** How rows of a live query get to the table. */
    enum Delivery {
        /** At once, by key. */
        UPSERT,
        /** Together, when a checkpoint is made. */
        TRANSACTION
    }

    /**
     * As {@link io.barograph.core.live.LiveConnector#isAside}. What a pipeline has shown stands in the database itself, so one
     * that another address leads to is not taken for the same.
     */
    static boolean isAside(String option) {
        return Database.isConnection(option) || option.equals(CREATE);
    }

    /** @throws BarographException {@code INVALID_OPTION} */
    static PostgresOptions of(TableDeclaration declaration) {
        String connector = declaration.options().getOrDefault("connector", PostgresConnector.NAME);
        GivenOptions given = new GivenOptions(connector, declaration.options());
        Database database = Database.take(given);
        String name = given.take(TABLE);
        TableName table = TableName.parse(name == null ? declaration.name() : name);
        if (table == null) {
            throw given.invalid("option '" + TABLE + "' is '" + name
                    + "', but must be a table's name, such as 'minutes' or 'plant.minutes'");
        }
        boolean keyed = !declaration.primaryKey().isEmpty();
        String word = given.takeWord(DELIVERY, List.of("upsert", "transaction"));
        if ("upsert".equals(word) && !keyed) {
            throw given.invalid(
                    "'" + DELIVERY + "' = 'upsert' needs a key: declare PRIMARY KEY (…) NOT ENFORCED, or leave"
                            + " the option out: rows are added then, with each checkpoint");
        }
        boolean creates = !"false".equals(given.takeWord(CREATE, List.of("true", "false")));
        given.refuseOthers(KNOWN);
        if (!declaration.partitionedBy().isEmpty()) {
            throw given.invalid("PARTITIONED BY divides folders, not tables of a database; leave it out");
        }
        Delivery delivery = keyed && !"transaction".equals(word) ? Delivery.UPSERT : Delivery.TRANSACTION;
        return new PostgresOptions(database, table, declaration.primaryKey(), delivery, creates);
    }

    /** {@code table minutes at 127.0.0.1:5432/plant}. */
    String where() {
        return "table " + table + " at " + database.address();
    }

    BarographException failure(ErrorCode code, String what) {
        return new BarographException(code, where() + ": " + what);
    }
}
