package io.barograph.formats;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.source.Connector;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The connectors on the class path. */
final class Connectors {
    /** The option of CREATE TABLE that names one. */
    static final String OPTION = "connector";

    /** What goes without saying. */
    static final String FILES = "filesystem";

    private Connectors() {}

    static Connector named(String name) {
        List<String> known = new ArrayList<>();
        for (Connector connector : ServiceLoader.load(Connector.class, Connectors.class.getClassLoader())) {
            if (connector.name().equalsIgnoreCase(name)) {
                return connector;
            }
            known.add("'" + connector.name() + "'");
        }
        throw new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "there is no connector '" + name + "' in this Barograph" + NearNames.hint(name, known, "connectors")
                        + ". Write the data to files and declare those: 'connector' = 'filesystem', 'path' = '…'");
    }
}
