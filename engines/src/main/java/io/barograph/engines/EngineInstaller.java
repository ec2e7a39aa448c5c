package io.barograph.engines;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Installs kits: builds our modules, and has Maven fetch the libraries, by way of the sources' own wrapper. What Maven is
 * told by its usual settings and by {@code MAVEN_ARGS} holds here too. A kit is there as a whole or not at all.
 */
public final class EngineInstaller {
    private static final int DIGEST_BYTES = 4;
    private static final int LINES_SHOWN = 15;

    private final Path sources;
    private final Engines engines;

    /**
     * @param sources root of Barograph's source tree
     * @throws BarographException NOT_SUPPORTED where that is none
     */
    public EngineInstaller(Path sources, Engines engines) {
        this.sources = sources;
        this.engines = engines;
        if (!Files.isExecutable(sources.resolve("mvnw"))) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "engines are built from Barograph's sources, and '" + sources
                            + "' holds none; start the baro of a source tree: ./baro engines install");
        }
    }

    /**
     * Installs a kit, in place of what was installed before.
     *
     * @return its folder
     * @throws BarographException UNAVAILABLE where Maven fails, with its last words
     */
    public Path install(EngineKit kit) {
        Path target = engines.folder(kit);
        Path fresh = target.resolveSibling(
                "." + kit.name() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.createDirectories(fresh);
            try {
                maven(buildOf(kit), kit);
                maven(fetchOf(kit, fresh), kit);
                Path last = fresh;
                for (String module : kit.modules()) {
                    last = jarIn(sources.resolve(module).resolve("target"));
                    Files.copy(last, fresh.resolve(last.getFileName()));
                }
                if (kit.runsQueries()) {
                    Path jobs = Files.createDirectory(fresh.resolve(Engines.JOBS));
                    Path jar = jarIn(jobsOf(kit));
                    Files.copy(jar, jobs.resolve(jobName(last, jar)));
                }
                remove(target);
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                remove(fresh);
            }
            return target;
        } catch (IOException e) {
            throw new BarographException(
                    ErrorCode.IO_ERROR,
                    "cannot install '" + kit.name() + "' in '" + target + "': " + e.getMessage(),
                    e);
        }
    }

    /** Goals, not phases, and none that asks for the scope "test": so nothing that only tests need is fetched. */
    private static List<String> buildOf(EngineKit kit) {
        List<String> modules = new ArrayList<>(kit.uses());
        modules.add(kit.libraries());
        modules.addAll(kit.modules());
        List<String> build = new ArrayList<>(List.of(
                "-Pquick", "-pl", String.join(",", modules), "resources:resources", "compiler:compile", "jar:jar"));
        if (kit.runsQueries()) {
            build.add("shade:shade");
        }
        return build;
    }

    private static List<String> fetchOf(EngineKit kit, Path folder) {
        return List.of(
                "-pl",
                kit.libraries(),
                "dependency:copy-dependencies",
                "-DincludeScope=runtime",
                "-DoutputDirectory=" + folder.toAbsolutePath());
    }

    private void maven(List<String> arguments, EngineKit kit) throws IOException {
        List<String> command = new ArrayList<>(List.of(sources.resolve("mvnw").toString(), "-B", "-q"));
        command.addAll(arguments);
        Path log = Files.createTempFile("barograph-install-", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(sources.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            if (run(builder) != 0) {
                throw new BarographException(
                        ErrorCode.UNAVAILABLE,
                        "Maven cannot fetch or build '" + kit.name() + "'; behind a proxy or with a mirror, say so in"
                                + " ~/.m2/settings.xml or MAVEN_ARGS. It says:\n" + lastLines(log));
            }
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static int run(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new BarographException(ErrorCode.CANCELLED, "the installation was interrupted");
        }
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    /** So that a cluster which has the jar of another version, or build, is told from one that has this one: the digest tells builds apart. */
    private static String jobName(Path module, Path jar) throws IOException {
        String name = String.valueOf(module.getFileName());
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return name.substring(0, name.length() - Engines.JAR.length()) + "-jobs-"
                + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES) + Engines.JAR;
    }

    /** Where the last of a kit's modules puts its jar for clusters. */
    private Path jobsOf(EngineKit kit) {
        String last = kit.modules().get(kit.modules().size() - 1);
        return sources.resolve(last).resolve("target").resolve(Engines.JOBS);
    }

    private static Path jarIn(Path folder) throws IOException {
        return Engines.jarIn(folder).orElseThrow(() -> new IOException("the build has made no jar in " + folder));
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
