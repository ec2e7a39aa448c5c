package io.barograph.hadoop;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.TaskHostSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.LocalJobRunner;
import org.apache.hadoop.mapreduce.server.jobtracker.JTConfig;

/**
 * What Hadoop is told: what we find good; of a cluster what the files of {@code HADOOP_CONF_DIR} say; what the user says beside.
 * The later wins.
 */
final class HadoopConfiguration {
    /** Where tasks in this process have temporary files. */
    static final String TEMP = "barograph.temp";

    private static final List<String> FILES =
            List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml", "mapred-site.xml");

    private static final String OURS = "io/barograph/hadoop/";
    private static final String BY_FILES = "yarn";

    private HadoopConfiguration() {}

    /** For MapReduce in this process, whose own files are in a folder. */
    static Configuration local(TaskHostSettings settings, Path folder) {
        Configuration configuration = begin("local.xml");
        configuration.set("hadoop.tmp.dir", folder.toString());
        // Unless it is told, one folder of the machine's for all, from which nobody removes anything.
        configuration.set(
                JTConfig.JT_STAGING_AREA_ROOT, folder.resolve("staging").toString());
        configuration.set(TEMP, settings.temp());
        configuration.setInt(LocalJobRunner.LOCAL_MAX_MAPS, settings.threads());
        configuration.setInt(LocalJobRunner.LOCAL_MAX_REDUCES, settings.threads());
        settings.properties().forEach(configuration::set);
        return configuration;
    }

    /**
     * For a cluster.
     *
     * @param master HOST[:PORT] of the ResourceManager, or {@code yarn} where the files say
     * @throws BarographException INVALID_OPTION where the cluster's file system is not known
     */
    static Configuration yarn(TaskHostSettings settings, String master, Map<String, String> environment) {
        Configuration configuration = begin("yarn.xml");
        String folder = environment.getOrDefault("HADOOP_CONF_DIR", "");
        if (!folder.isEmpty()) {
            for (String name : FILES) {
                Path file = Path.of(folder, name);
                if (Files.isReadable(file)) {
                    configuration.addResource(new org.apache.hadoop.fs.Path(file.toUri()));
                }
            }
        }
        if (!master.equals(BY_FILES)) {
            int colon = master.indexOf(':');
            configuration.set("yarn.resourcemanager.hostname", colon < 0 ? master : master.substring(0, colon));
            if (colon >= 0) {
                configuration.set("yarn.resourcemanager.address", master);
            }
        } else if (folder.isEmpty()) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "--master yarn: set HADOOP_CONF_DIR to the folder of the cluster's yarn-site.xml, or name the"
                            + " ResourceManager: --master HOST:8032");
        }
        settings.properties().forEach(configuration::set);
        if ("file".equals(FileSystem.getDefaultUri(configuration).getScheme())) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "--master " + master + ": the cluster's file system is not known; set HADOOP_CONF_DIR to the folder"
                            + " of its core-site.xml, or say --conf fs.defaultFS=hdfs://HOST:8020");
        }
        return configuration;
    }

    /** Hadoop looks for classes and its defaults where the thread says, unless it is told. */
    private static Configuration begin(String ours) {
        ClassLoader loader = HadoopConfiguration.class.getClassLoader();
        Configuration configuration = new JobConf();
        configuration.setClassLoader(loader);
        configuration.addResource(OURS + ours);
        return configuration;
    }
}
