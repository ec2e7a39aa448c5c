package io.barograph.connectors.journal;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveConnector;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Connector;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.GivenOptions;
import io.barograph.formats.ScanPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A connector whose rows are records of a journal, which a live query writes while it reads it. At rest, its tables are the
 * journal as it is. Stateless.
 */
public abstract class JournaledConnector implements Connector, LiveConnector, Catalog {
    private static final String CONNECTOR = "connector";
    private static final String JOURNAL = "journal";

    /** The table's name, in front of this, is the journal's folder where none is given. */
    private static final String SUFFIX = ".journal";

    /**
     * What a table declares.
     *
     * @param source where records come from; null where somebody else writes the journal
     */
    record Declared(JournalOptions options, @Nullable IntakeSource source) {}

    /** The names of the options that {@link #takeSource} takes, for suggestions. */
    protected abstract List<String> sourceOptions();

    /**
     * Takes the connector's own options.
     *
     * @param table its name
     * @param declaration what else is declared
     * @throws BarographException {@code INVALID_OPTION}
     */
    protected abstract IntakeSource takeSource(String table, GivenOptions given, JournalDeclaration declaration);

    /**
     * Which rows a table has, its journal says: not who writes it, nor for how long it keeps them. An end that is moved lets a
     * query go on: it says nothing about what was read before.
     */
    @Override
    public boolean isConnection(String option) {
        return Connector.super.isConnection(option)
                || sourceOptions().contains(option)
                || JournalOptions.KEPT.contains(option)
                || ScanPosition.END_OPTIONS.contains(option);
    }

    /** Takes all options; {@code schema} is null where it is not known yet. */
    Declared declared(String table, Map<String, String> options, @Nullable Schema schema) {
        GivenOptions given = new GivenOptions(name(), options);
        String folder = given.take(JOURNAL);
        JournalOptions journal = JournalOptions.take(given, folder == null ? table + SUFFIX : folder);
        Schema written = schema == null ? Schema.of() : schema.select(journal.written(schema));
        IntakeSource source = takeSource(table, given, new JournalDeclaration(journal.recording(), written));
        List<String> known = new ArrayList<>(JournalOptions.WRITTEN);
        known.add(JOURNAL);
        known.addAll(sourceOptions());
        given.refuseOthers(known);
        if (schema != null) {
            journal.check(given, schema);
        }
        return new Declared(journal, source);
    }

    @Override
    public final Catalog catalog() {
        return this;
    }

    @Override
    public final TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        Declared read = declared(name, options, declared);
        if (declared == null) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "table " + name
                            + " declares no columns, and what is yet to come does not tell them; say CREATE TABLE "
                            + name + " (ts TIMESTAMP, device_id VARCHAR, …) WITH (…)");
        }
        Map<String, String> kept = new TreeMap<>(options);
        kept.put(CONNECTOR, name());
        return new TableDescription(
                name,
                read.options().recording().format().name(),
                List.of(read.options().folder().name()),
                kept,
                declared);
    }

    @Override
    public final void check(TableDeclaration declaration) {
        declared(declaration.name(), declaration.options(), declaration.columns());
    }

    private Declared declared(TableDescription description) {
        return declared(description.name(), description.options(), description.schema());
    }

    @Override
    public Table open(TableDescription description) {
        return new JournalTable(description, declared(description).options());
    }

    @Override
    public final String ending(TableDescription description) {
        return declared(description).options().end().declared().text();
    }

    @Override
    public final LiveTable openTable(TableDescription description) {
        Declared read = declared(description);
        return new JournalLiveTable(description, read.options(), read.source());
    }

    @Override
    public final LiveSink openSink(SinkRequest request) {
        String table = request.target().name();
        throw new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "table " + table + " is of connector '" + name() + "', which is only read: SELECT … FROM " + table);
    }
}
