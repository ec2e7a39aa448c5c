package io.barograph.flink;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.TaskHost;
import io.barograph.local.TaskHostProvider;
import io.barograph.local.TaskHostSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.BatchShuffleMode;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.rest.messages.EmptyMessageParameters;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.EnvironmentInfo;
import org.apache.flink.runtime.rest.messages.JobManagerEnvironmentHeaders;
import org.apache.flink.runtime.rest.util.RestMapperUtils;

/** {@code --engine flink}: jobs go to a session cluster's REST endpoint, or to a small cluster in this process. */
public final class FlinkProvider implements TaskHostProvider {
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public String engine() {
        return "flink";
    }

    @Override
    public TaskHost open(TaskHostSettings settings) {
        return settings.master() == null ? mini(settings) : cluster(settings, settings.master());
    }

    private static Configuration jobs(TaskHostSettings settings) {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        configuration.set(ExecutionOptions.BATCH_SHUFFLE_MODE, BatchShuffleMode.ALL_EXCHANGES_BLOCKING);
        // Which subtask reads which partition is ours to say.
        configuration.set(JobManagerOptions.SCHEDULER, JobManagerOptions.SchedulerType.Default);
        settings.properties().forEach(configuration::setString);
        return configuration;
    }

    private static TaskHost mini(TaskHostSettings settings) {
        Configuration configuration = jobs(settings);
        configuration.set(RestOptions.ADDRESS, LOOPBACK);
        configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(CoreOptions.TMP_DIRS, settings.temp());
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.threads())
                .build());
        try {
            cluster.start();
            URI rest = cluster.getRestAddress().get();
            return new FlinkTaskHost(
                    rest.getHost(), rest.getPort(), jobs(settings), ownJar(), settings.threads(), () -> close(cluster));
        } catch (Exception failed) {
            throw new BarographException(ErrorCode.UNAVAILABLE, "Flink does not start: " + failed.getMessage(), failed);
        }
    }

    /**
     * The jar of this class, where it comes from a kit: a small cluster that is sent none looks for classes on the class path of
     * the process, where a kit's are not.
     */
    private static List<String> ownJar() throws URISyntaxException {
        String place = Path.of(FlinkProvider.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        return place.endsWith(".jar") ? List.of(place) : List.of();
    }

    private static void close(MiniCluster cluster) {
        cluster.closeAsync().join();
    }

    private static TaskHost cluster(TaskHostSettings settings, String master) {
        int colon = master.lastIndexOf(':');
        int port = colon < 1 ? -1 : port(master.substring(colon + 1));
        if (port < 1) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "--master of Flink is HOST:PORT of its JobManager's REST endpoint, as in jobmanager:8081, not '"
                            + master + "'");
        }
        String host = master.substring(0, colon);
        Configuration client = jobs(settings);
        client.set(RestOptions.ADDRESS, host);
        client.set(RestOptions.PORT, port);
        try (RestClusterClient<String> cluster = new RestClusterClient<>(client, "barograph")) {
            int slots = cluster.getClusterOverview().get().getNumSlotsTotal();
            Path jar = settings.jobJar();
            return new FlinkTaskHost(
                    host,
                    port,
                    jobs(settings),
                    isInstalled(cluster, jar) ? List.of() : List.of(jar.toString()),
                    Math.max(1, slots),
                    () -> {});
        } catch (Exception failed) {
            throw new BarographException(
                    ErrorCode.UNAVAILABLE,
                    "no Flink answers at '" + master + "': " + failed.getMessage()
                            + "; is its JobManager's REST endpoint there?",
                    failed);
        }
    }

    /**
     * Whether the cluster has a jar of this name, which tells our build, on its class path, that is, in {@code lib/}: nothing has to be
     * sent with each job then, and its classes stay loaded, and compiled, from job to job. A cluster that does not say is sent it.
     */
    private static boolean isInstalled(RestClusterClient<String> cluster, Path jar) throws Exception {
        EnvironmentInfo manager;
        try {
            manager = cluster.sendRequest(
                            JobManagerEnvironmentHeaders.getInstance(),
                            EmptyMessageParameters.getInstance(),
                            EmptyRequestBody.getInstance())
                    .get();
        } catch (ExecutionException refused) {
            return false;
        }
        // It can be asked for nothing but its text.
        return RestMapperUtils.getStrictObjectMapper()
                .writeValueAsString(manager)
                .contains("/" + jar.getFileName() + "\"");
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            return -1;
        }
    }
}
