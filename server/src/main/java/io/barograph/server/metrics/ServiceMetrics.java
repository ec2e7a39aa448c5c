package io.barograph.server.metrics;

import io.barograph.server.http.Exchange;
import io.barograph.server.http.Route;
import io.barograph.server.http.Router;
import io.barograph.server.pipeline.Pipelines;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpStatus;

/** The metrics of one service, in the formats of Prometheus and OpenMetrics. Thread-safe. */
public final class ServiceMetrics implements Router.Listener {
    private static final double NANOS = 1e9;
    private static final double[] BUCKETS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Histogram requests;

    /**
     * The metrics of a service.
     *
     * @param queries how many are being answered
     * @param followers how many clients follow results
     */
    public ServiceMetrics(Pipelines pipelines, IntSupplier queries, IntSupplier followers) {
        registry.register(new PipelineCollector(pipelines));
        JvmMetrics.builder().register(registry);
        requests = Histogram.builder()
                .name("barograph_http_request_duration_seconds")
                .help("From a request's first byte to its answer's last.")
                .labelNames("method", "route", "status")
                .classicOnly()
                .classicUpperBounds(BUCKETS)
                .register(registry);
        gauge("barograph_queries_running", "Queries that are being answered.", queries::getAsInt);
        gauge("barograph_followers", "Clients that follow results.", followers::getAsInt);
        gauge("barograph_heap_used_bytes", "Heap in use.", ServiceMetrics::usedHeap);
        gauge("barograph_heap_limit_bytes", "The most that the heap may grow to.", Runtime.getRuntime()::maxMemory);
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void gauge(String name, String help, LongSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(sample -> sample.call(value.getAsLong()))
                .register(registry);
    }

    /** Where they are told. */
    public List<Route> routes() {
        return List.of(Route.of("GET", "/metrics", this::tell));
    }

    private void tell(Exchange exchange) throws IOException {
        ExpositionFormatWriter writer = formats.findWriter(exchange.header("Accept"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out, registry.scrape());
        exchange.bytes(HttpStatus.OK_200, writer.getContentType(), out.toByteArray());
    }

    @Override
    public void answered(String method, String template, int status, long nanos) {
        requests.labelValues(method, template, Integer.toString(status)).observe(nanos / NANOS);
    }
}
