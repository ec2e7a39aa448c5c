package io.barograph.cli;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.TaskHostSettings;
import io.barograph.local.live.MicroBatchHost;
import io.barograph.local.live.MicroBatchProvider;
import java.util.ServiceLoader;

/** A host of a kit that runs live pipelines; see {@link KitHost}. */
final class KitLiveHost implements MicroBatchHost {
    private final ClassLoader kit;
    private final MicroBatchHost host;

    private KitLiveHost(ClassLoader kit, MicroBatchHost host) {
        this.kit = kit;
        this.host = host;
    }

    /** @throws BarographException NOT_SUPPORTED where the kit is of another version and has no such engine */
    static MicroBatchHost open(ClassLoader kit, String engine, TaskHostSettings settings) {
        for (MicroBatchProvider provider : ServiceLoader.load(MicroBatchProvider.class, kit)) {
            if (provider.engine().equals(engine)) {
                return new KitLiveHost(kit, KitHost.within(kit, () -> provider.open(settings)));
            }
        }
        throw new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "what is installed for '" + engine
                        + "' does not run live tables; install it again: baro engines install " + engine);
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public void run(Order order) {
        KitHost.within(kit, () -> {
            host.run(order);
            return host;
        });
    }

    @Override
    public void close() {
        KitHost.within(kit, () -> {
            host.close();
            return host;
        });
    }
}
