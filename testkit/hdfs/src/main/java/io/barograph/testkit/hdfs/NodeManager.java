package io.barograph.testkit.hdfs;

import io.barograph.testkit.server.ServerJars;
import java.util.Map;
import java.util.TreeMap;

/** The process that starts the work on a machine. Used by one thread. */
final class NodeManager extends HadoopProcess {
    private final NameNode files;
    private final ResourceManager owner;

    private NodeManager(NameNode files, ResourceManager owner) {
        super("yarn-nodemanager", 4, "org.apache.hadoop.yarn.server.nodemanager.NodeManager");
        this.files = files;
        this.owner = owner;
    }

    static NodeManager start(NameNode files, ResourceManager owner) {
        NodeManager started = new NodeManager(files, owner);
        started.begin();
        return started;
    }

    @Override
    String nameNode() {
        return files.uri();
    }

    @Override
    String settingsFile() {
        return "yarn-site.xml";
    }

    @Override
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(owner.addresses());
        settings.put("yarn.nodemanager.address", local(port(0)));
        settings.put("yarn.nodemanager.localizer.address", local(port(1)));
        settings.put("yarn.nodemanager.webapp.address", local(port(2)));
        settings.put("mapreduce.shuffle.port", Integer.toString(port(3)));
        settings.put("yarn.nodemanager.aux-services", "mapreduce_shuffle");
        settings.put("yarn.nodemanager.local-dirs", inFolder("local"));
        settings.put("yarn.nodemanager.log-dirs", inFolder("logs"));
        settings.put("yarn.nodemanager.resource.memory-mb", "3072");
        settings.put("yarn.nodemanager.vmem-check-enabled", "false");
        settings.put("yarn.nodemanager.pmem-check-enabled", "false");
        // The disk of who tests may be as full as it likes.
        settings.put("yarn.nodemanager.disk-health-checker.enable", "false");
        settings.put("yarn.application.classpath", classPathOfJobs());
        return settings;
    }

    /** Hadoop's jars, as its settings list them. */
    static String classPathOfJobs() {
        return ServerJars.classPath(HadoopProcess.class).replace(System.getProperty("path.separator"), ",");
    }
}
