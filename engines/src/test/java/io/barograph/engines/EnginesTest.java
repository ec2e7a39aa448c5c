package io.barograph.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginesTest {
    private static final EngineKit HADOOP = EngineKit.named("hadoop");

    @TempDir
    Path folder;

    @Test
    void theHomeIsWhereItIsSaidToBe() {
        assertThat(Engines.of(Map.of("BAROGRAPH_HOME", "/b", "XDG_DATA_HOME", "/x"))
                        .home())
                .isEqualTo(Path.of("/b"));
        assertThat(Engines.of(Map.of("XDG_DATA_HOME", "/x")).home()).isEqualTo(Path.of("/x/barograph"));
        assertThat(Engines.of(Map.of()).home())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".local", "share", "barograph"));
    }

    @Test
    void kitsAreFoundByNameAndByScheme() {
        assertThat(EngineKit.ofScheme("hdfs")).contains(HADOOP);
        assertThat(EngineKit.ofScheme("ftp")).isEmpty();
        assertThatThrownBy(() -> EngineKit.named("hadop"))
                .isInstanceOf(BarographException.class)
                .hasMessageContainingAll("hadop", "did you mean hadoop?");
    }

    @Test
    void whatIsInstalledIsReadFromItsJars() throws IOException {
        Engines engines = new Engines(folder);
        assertThat(engines.isInstalled(HADOOP)).isFalse();
        Path jars = Files.createDirectories(engines.folder(HADOOP));
        writeJar(jars);
        assertThat(engines.isInstalled(HADOOP)).isTrue();
        ClassLoader loader = engines.load(HADOOP);
        assertThat(loader.getResource("inside.txt")).isNotNull();
        assertThat(loader.getParent()).isEqualTo(Engines.class.getClassLoader());
        assertThat(Engines.class.getClassLoader().getResource("inside.txt")).isNull();
    }

    @Test
    void aKitIsLoadedOnceUntilAnotherIsInstalled() throws IOException {
        Engines engines = new Engines(folder);
        Path jar = writeJar(Files.createDirectories(engines.folder(HADOOP)));
        ClassLoader loader = engines.load(HADOOP);
        assertThat(new Engines(folder).load(HADOOP)).isSameAs(loader);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_700_000_000_000L));
        ClassLoader fresh = engines.load(HADOOP);
        assertThat(fresh).isNotSameAs(loader).isSameAs(engines.load(HADOOP));
        Files.delete(jar);
        assertThat(engines.load(HADOOP).getResource("inside.txt")).isNull();
    }

    private static Path writeJar(Path folder) throws IOException {
        Path path = folder.resolve("a.jar");
        try (OutputStream file = Files.newOutputStream(path);
                ZipOutputStream jar = new ZipOutputStream(file)) {
            jar.putNextEntry(new ZipEntry("inside.txt"));
            jar.write("found".getBytes(StandardCharsets.UTF_8));
        }
        return path;
    }

    /** What the source tree's Maven would be. */
    private Path sources(String script) throws IOException {
        Path root = Files.createDirectories(folder.resolve("sources"));
        Path wrapper = root.resolve("mvnw");
        Files.writeString(wrapper, "#!/bin/sh\n" + script);
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        return root;
    }

    @Test
    void anInstallationTakesThePlaceOfTheOneBefore() throws IOException {
        Engines engines = new Engines(folder.resolve("home"));
        Files.writeString(Files.createDirectories(engines.folder(HADOOP)).resolve("old.jar"), "");
        Path root = sources("""
                for argument in "$@"; do
                  case $argument in
                    -DoutputDirectory=*) touch "${argument#*=}/library.jar" ;;
                    jar:jar) mkdir -p connectors/hdfs/target && touch connectors/hdfs/target/ours.jar ;;
                    shade:shade) mkdir -p hadoop/target/jobs && touch hadoop/target/host.jar hadoop/target/jobs/job.jar ;;
                  esac
                done
                """);
        assertThat(new EngineInstaller(root, engines).install(HADOOP)).isEqualTo(engines.folder(HADOOP));
        assertThat(names(engines.folder(HADOOP))).containsExactly("host.jar", "jobs", "library.jar", "ours.jar");
        assertThat(names(engines.folder(HADOOP).getParent())).containsExactly("hadoop");
        assertThat(engines.jobJar(HADOOP))
                .as("named as the module's jar, which has the version, and by its bytes, which are none here")
                .exists()
                .hasFileName("host-jobs-e3b0c442.jar");
    }

    @Test
    void whereMavenFailsNothingChanges() throws IOException {
        Engines engines = new Engines(folder.resolve("home"));
        Path root = sources("echo 'no route to the repository'\nexit 1\n");
        assertThatThrownBy(() -> new EngineInstaller(root, engines).install(HADOOP))
                .hasMessageContainingAll("no route to the repository", "MAVEN_ARGS");
        assertThat(names(engines.folder(HADOOP).getParent())).isEmpty();
    }

    @Test
    void withoutSourcesThereIsNothingToBuildFrom() {
        assertThatThrownBy(() -> new EngineInstaller(folder, new Engines(folder)))
                .hasMessageContainingAll("Barograph's sources", folder.toString());
    }

    private static List<String> names(Path place) throws IOException {
        try (var files = Files.list(place)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
