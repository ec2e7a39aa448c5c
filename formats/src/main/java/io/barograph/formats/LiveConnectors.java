package io.barograph.formats;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.LiveConnector;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The live connectors on the class path, found with {@link ServiceLoader} when this is made. Thread-safe. */
public final class LiveConnectors implements LiveCatalog {
    private final Map<String, LiveConnector> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    public LiveConnectors() {
        for (LiveConnector found : ServiceLoader.load(LiveConnector.class, LiveConnectors.class.getClassLoader())) {
            byName.put(found.name(), found);
        }
    }

    private @Nullable LiveConnector of(Map<String, String> options) {
        return byName.get(options.getOrDefault(Connectors.OPTION, Connectors.FILES));
    }

    @Override
    public boolean isLive(TableDescription description) {
        // A description of files does not name its connector.
        return description.options().containsKey(Connectors.OPTION) && of(description.options()) != null;
    }

    @Override
    public LiveTable open(TableDescription description) {
        LiveConnector connector = of(description.options());
        if (connector == null || !isLive(description)) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED, "table " + description.name() + " is at rest: it is read as a whole");
        }
        return connector.openTable(description);
    }

    @Override
    public String ending(TableDescription description) {
        LiveConnector connector = of(description.options());
        return connector == null || !isLive(description) ? "" : connector.ending(description);
    }

    @Override
    public boolean isShared(TableDescription description) {
        LiveConnector connector = of(description.options());
        return connector != null && isLive(description) && connector.isShared();
    }

    @Override
    public boolean isAside(TableDeclaration target, String option) {
        LiveConnector connector = of(target.options());
        return connector != null && connector.isAside(option);
    }

    @Override
    public LiveSink openSink(SinkRequest request) {
        LiveConnector connector = of(request.target().options());
        if (connector == null) {
            String name = request.target().options().getOrDefault(Connectors.OPTION, Connectors.FILES);
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "connector '" + name + "' takes no rows of a live query"
                            + NearNames.hint(name, List.copyOf(byName.keySet()), "those that do are"));
        }
        return connector.openSink(request);
    }
}
