package io.barograph.cli;

import io.barograph.core.engine.Engine;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.source.Catalog;
import io.barograph.engines.EngineKit;
import io.barograph.engines.Engines;
import io.barograph.local.DeviceUse;
import io.barograph.local.HostedEngine;
import io.barograph.local.LocalEngine;
import io.barograph.local.TaskHost;
import io.barograph.local.TaskHostProvider;
import io.barograph.local.TaskHostSettings;
import io.barograph.local.live.LiveHost;
import io.barograph.local.live.MicroBatchHost;
import io.barograph.local.live.MicroBatchProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which engine the command line asks for, and where.
 *
 * @param kit what brings it; null for the local engine
 * @param master the cluster; null for the engine's mini form in this process
 * @param properties what the engine is told beside
 */
record EngineChoice(@Nullable EngineKit kit, @Nullable String master, Map<String, String> properties) {
    static final Option ENGINE =
            Option.of("--engine", "NAME", "where queries run: local, spark, flink, hadoop (local); see baro engines");
    static final Option MASTER = Option.of(
            "--master",
            "ADDRESS",
            "the engine's cluster, as in spark://host:7077 or, of Flink, host:8081 (in this process)");
    static final Option CONF =
            new Option("--conf", null, "KEY=VALUE", "a setting of the engine by its own name; may be repeated", true);

    static final List<Option> OPTIONS = List.of(ENGINE, MASTER, CONF);

    private static final String LOCAL = "local";

    /** The engines whose libraries are installed here. */
    static Stream<EngineChoice> atHand() {
        Engines engines = Engines.ofUser();
        return kits().filter(engines::isInstalled).map(kit -> new EngineChoice(kit, null, Map.of()));
    }

    private static Stream<EngineKit> kits() {
        return EngineKit.ALL.stream().filter(EngineKit::runsQueries);
    }

    /** @throws BarographException INVALID_ARGUMENT where the options contradict each other or name no engine */
    static EngineChoice of(Arguments arguments) {
        String name = arguments.value(ENGINE);
        String master = arguments.value(MASTER);
        Map<String, String> properties = new LinkedHashMap<>();
        for (String given : arguments.all(CONF)) {
            int equals = given.indexOf('=');
            if (equals < 1) {
                throw Arguments.invalid("option --conf expects KEY=VALUE, not '" + given + "'");
            }
            properties.put(given.substring(0, equals), given.substring(equals + 1));
        }
        if (name == null || name.equals(LOCAL)) {
            if (master != null || !properties.isEmpty()) {
                throw Arguments.invalid(
                        "--master and --conf are for clusters: say which engine it is, as in --engine spark");
            }
            return new EngineChoice(null, null, Map.of());
        }
        EngineKit kit =
                kits().filter(one -> one.name().equals(name)).findFirst().orElseThrow(() -> unknown(name));
        return new EngineChoice(kit, master, properties);
    }

    private static BarographException unknown(String name) {
        List<String> names = new ArrayList<>(List.of(LOCAL));
        kits().map(EngineKit::name).forEach(names::add);
        return Arguments.invalid("there is no engine '" + name + "'" + NearNames.hint(name, names, "there is"));
    }

    /** As in {@code --engine spark}. */
    String name() {
        return kit == null ? LOCAL : kit.name();
    }

    /** Where a query runs, in words. */
    String words() {
        return name() + (master == null ? ", in this process" : ", " + master);
    }

    boolean isLocal() {
        return kit == null;
    }

    /**
     * The engine; of a cluster, connected to.
     *
     * @param device whether the local engine's merges go to this machine's GPU
     * @throws BarographException NOT_SUPPORTED where it is not installed, UNAVAILABLE where its cluster cannot be reached
     */
    Started start(Catalog catalog, RunOptions options, DeviceUse device) {
        if (kit == null) {
            return new Started(new LocalEngine(catalog, device), null, () -> {});
        }
        if (device.wish() != DeviceUse.Wish.NEVER) {
            throw Arguments.invalid("--gpu is for the local engine: leave --engine " + name() + " away");
        }
        KitServices services = services(kit);
        TaskHostSettings settings = settings(kit, options);
        TaskHost host = services.open(
                TaskHostProvider.class,
                provider -> provider.engine().equals(kit.name()),
                provider -> provider.open(settings),
                TaskHost.class,
                "run queries");
        return new Started(new HostedEngine(catalog, host), host.live(), host::close);
    }

    private KitServices services(EngineKit wanted) {
        Engines engines = Engines.ofUser();
        if (!engines.isInstalled(wanted)) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED, "--engine " + name() + ": " + Engines.missing(wanted));
        }
        return new KitServices(engines.load(wanted), wanted.name());
    }

    private TaskHostSettings settings(EngineKit wanted, RunOptions options) {
        return new TaskHostSettings(
                master, Engines.ofUser().jobJar(wanted), options.threads(), options.temp(), properties);
    }

    /** @throws BarographException NOT_SUPPORTED where tables whose rows keep coming do not run on the engine */
    void checkLive() {
        if (kit != null && kit.live() == EngineKit.Live.NONE) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "live tables do not run on " + name()
                            + " yet; take --engine spark or --engine flink, or leave --engine " + name()
                            + " away: the local engine runs them");
        }
    }

    /** Whether a live pipeline is handed to the cluster as a whole, which then keeps sinks and states, too. */
    boolean streams() {
        return kit != null && kit.live() == EngineKit.Live.STREAMS;
    }

    /**
     * Where live pipelines run on the cluster, connected to.
     *
     * @throws BarographException as {@link #start}, and as {@link #checkLive}
     */
    MicroBatchHost startLive(RunOptions options) {
        checkLive();
        if (kit == null) {
            throw new IllegalStateException("the local engine is no host");
        }
        KitServices services = services(kit);
        TaskHostSettings settings = settings(kit, options);
        return services.open(
                MicroBatchProvider.class,
                provider -> provider.engine().equals(kit.name()),
                provider -> provider.open(settings),
                MicroBatchHost.class,
                "run live tables");
    }

    /**
     * An engine that is ready.
     *
     * @param live what runs live queries on its cluster; null where nothing does
     * @param letGo lets go of its cluster
     */
    record Started(Engine engine, @Nullable LiveHost live, Runnable letGo) implements AutoCloseable {
        @Override
        public void close() {
            letGo.run();
        }
    }
}
