package io.barograph.server.files;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.TableDeclaration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a declaration of a table may name: files below the {@link DataFolders}, and connectors that the configuration allows. */
final class ConfinedTables {
    /** In place of names of connectors: all that there are. */
    static final String ANY = "*";

    private static final String CONNECTOR = "connector";
    private static final String FILES = "filesystem";

    /** Connectors that keep what comes in a folder of this machine, and the ending of its name where none is given. */
    private static final Set<String> JOURNALED = Set.of("http", "mqtt", "stdin");

    private static final String JOURNAL_SUFFIX = ".journal";

    /** Options whose value is a file, whatever the connector. */
    private static final Set<String> FILE_OPTIONS = Set.of("tls.certificate", "tls.key", "tls.keystore", "tls.ca");

    /** Part of the names of options by which Kafka's client reads any file, or runs any class. */
    private static final String PROVIDERS = "config.providers";

    private final DataFolders folders;
    private final Set<String> connectors;

    ConfinedTables(DataFolders folders, Set<String> connectors) {
        this.folders = folders;
        this.connectors = connectors;
    }

    /** @throws BarographException {@code NOT_ALLOWED} */
    void require(String name, Map<String, String> options) {
        String connector = options.getOrDefault(CONNECTOR, FILES).toLowerCase(Locale.ROOT);
        if (!connectors.contains(connector) && !connectors.contains(ANY)) {
            throw new BarographException(
                    ErrorCode.NOT_ALLOWED,
                    "table " + name + ": this service may not use connector '" + connector
                            + "'; name it under 'connectors' in the configuration");
        }
        if (connector.equals(FILES) || connector.equals("journal")) {
            folders.require(options.getOrDefault("path", name));
        } else if (JOURNALED.contains(connector)) {
            folders.require(options.getOrDefault("journal", name + JOURNAL_SUFFIX));
        }
        options.forEach((option, value) -> {
            if (option.contains(PROVIDERS)) {
                throw new BarographException(
                        ErrorCode.NOT_ALLOWED, "table " + name + ": this service may not use option '" + option + "'");
            }
            if (FILE_OPTIONS.contains(option) || option.endsWith(".file") || option.endsWith(".location")) {
                folders.require(value);
            }
        });
    }

    /** @throws BarographException {@code NOT_ALLOWED} */
    void require(TableDeclaration target) {
        require(target.name(), target.options());
    }
}
