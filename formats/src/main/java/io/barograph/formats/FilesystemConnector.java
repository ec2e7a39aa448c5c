package io.barograph.formats;

import io.barograph.core.source.Catalog;
import io.barograph.core.source.Connector;

/** {@code 'connector' = 'filesystem'}: files, as a name without a connector means them too. */
public final class FilesystemConnector implements Connector {
    @Override
    public String name() {
        return Connectors.FILES;
    }

    @Override
    public Catalog catalog() {
        return new FileCatalog();
    }
}
