package io.barograph.local;

import io.barograph.core.engine.Delivery;
import io.barograph.core.engine.Engine;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.PlanExplanation;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.TableDescription;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Runs queries in this process, on as many threads as asked for. The answer's bits, and the order of its rows, are the same
 * at every number of threads and every size of splits: groups come in key order, sorted rows sorted, all others in source
 * order.
 *
 * <p>Thread-safe: each run has threads and memory of its own, and leaves neither behind.
 */
public final class LocalEngine implements Engine {
    private final Catalog catalog;
    private final DeviceUse device;

    /** @param catalog opens the tables of the queries' plans */
    public LocalEngine(Catalog catalog) {
        this(catalog, DeviceUse.NEVER);
    }

    /**
     * @param catalog opens the tables of the queries' plans
     * @param device whether merges go to this machine's device, such as a GPU; the answer's bits are the same
     */
    public LocalEngine(Catalog catalog, DeviceUse device) {
        this.catalog = catalog;
        this.device = device;
    }

    @Override
    public String name() {
        return "local";
    }

    /**
     * Runs a query. The sink is called by this thread only, but for the encoders of an
     * {@link io.barograph.core.engine.EncodingSink}.
     *
     * @throws BarographException {@code INVALID_OPTION} before anything is read; {@code NOT_SUPPORTED}, also before, where a device is to
     *     compute always, and cannot; {@code UNAVAILABLE} where there is none, or it fails; {@code BAD_DATA} for the first record, by
     *     lane and offset, that {@code --strict} refuses; {@code OUT_OF_MEMORY}; {@code CANCELLED}, also where this thread
     *     is interrupted, which stays so; {@code IO_ERROR}; {@code INTERNAL} for a defect of ours
     */
    @Override
    public RunSummary run(Query query, ResultSink sink, RunOptions options) {
        return runAll(List.of(new Delivery(query, sink)), options).get(0);
    }

    /** As {@link #run}, for several queries: those that are about to read the same table read it together. */
    @Override
    public List<RunSummary> runAll(List<Delivery> deliveries, RunOptions options) {
        check(options);
        if (device.wish() == DeviceUse.Wish.ALWAYS) {
            deliveries.forEach(
                    delivery -> DeviceMerge.check(spread(delivery, options).query()));
        }
        try (Run host = new Run(catalog, options, 0, device)) {
            try {
                List<QueryRun> queries = deliveries.stream()
                        .map(delivery -> new QueryRun(host, spread(delivery, options)))
                        .toList();
                while (QueryRun.step(host, queries)) {
                    host.workers().check();
                }
                queries.forEach(query -> query.recordInto(host));
                host.tellRejects();
                return queries.stream().map(QueryRun::summary).toList();
            } catch (OutOfMemoryError error) {
                throw host.memory().heapExhausted(error);
            }
        }
    }

    private Delivery spread(Delivery delivery, RunOptions options) {
        Query query = SpreadDistinct.of(
                delivery.query(),
                options.memoryBytes(),
                table -> catalog.open(table).sizeBytes());
        return new Delivery(query, delivery.sink());
    }

    /**
     * The plan of a query for people, as {@link PlanExplanation} has it, in the form in which it would run: what is large beside the memory
     * may take more steps. Nothing is run.
     *
     * @param sizes of tables in bytes as they are stored, negative where nobody knows
     */
    public static String explain(Query query, RunOptions options, ToLongFunction<TableDescription> sizes) {
        return PlanExplanation.of(SpreadDistinct.of(query, options.memoryBytes(), sizes), sizes);
    }

    /**
     * Which stages of a query go to this machine's device and why, or why not: a line each, for people; nothing where none is to be used.
     * Nothing is run.
     *
     * @param options as {@link #explain} takes them: stages are those that it shows
     * @param sizes of tables in bytes as they are stored, negative where nobody knows
     */
    public String explainDevice(Query query, RunOptions options, ToLongFunction<TableDescription> sizes) {
        return device.wish() == DeviceUse.Wish.NEVER
                ? ""
                : DeviceMerge.explain(
                        SpreadDistinct.of(query, options.memoryBytes(), sizes), device, sizes, options.threads());
    }

    private static void check(RunOptions options) {
        requirePositive("threads", options.threads());
        requirePositive("memoryBytes", options.memoryBytes());
        requirePositive("splitBytes", options.splitBytes());
    }

    private static void requirePositive(String option, long value) {
        if (value < 1) {
            throw new BarographException(ErrorCode.INVALID_OPTION, option + " must be above 0, but is " + value);
        }
    }
}
