package io.barograph.connectors.journal;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.GivenOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code 'connector' = 'journal', 'path' = '…'}: a journal that somebody else writes, as it is or as it grows. */
public final class JournalConnector extends JournaledConnector {
    private static final String PATH = "path";

    @Override
    public String name() {
        return "journal";
    }

    @Override
    Declared declared(String table, Map<String, String> options, @Nullable Schema schema) {
        GivenOptions given = new GivenOptions(name(), options);
        String path = given.take(PATH);
        if (path == null) {
            throw given.missing(PATH, "where the journal is: '" + PATH + "' = 'readings.journal'");
        }
        JournalOptions journal = JournalOptions.take(given, path);
        if (!journal.keeping().equals(Keeping.ALL)) {
            throw given.invalid("a journal is kept for as long as the table says that writes it: give '"
                    + JournalOptions.KEEP_SIZE + "' and '" + JournalOptions.KEEP_TIME + "' there");
        }
        given.refuseOthers(
                Stream.concat(JournalOptions.READ.stream(), Stream.of(PATH)).toList());
        if (schema != null) {
            journal.check(given, schema);
        }
        return new Declared(journal, null);
    }

    @Override
    protected List<String> sourceOptions() {
        return List.of();
    }

    @Override
    protected IntakeSource takeSource(String table, GivenOptions given, JournalDeclaration declaration) {
        throw new IllegalStateException("a journal that is only read has no source");
    }

    @Override
    public Table open(TableDescription description) {
        requireThere(JournalFolder.named(description.paths().get(0)));
        return super.open(description);
    }

    /** @throws BarographException FILE_NOT_FOUND where there is no journal */
    static void requireThere(JournalFolder folder) {
        if (!folder.exists()) {
            throw new BarographException(
                    ErrorCode.FILE_NOT_FOUND,
                    "there is no journal '" + folder.name() + "' (looked for the folder "
                            + folder.path().toAbsolutePath()
                            + "); a pipeline that reads standard input, HTTP or MQTT makes one when it is first run");
        }
    }
}
