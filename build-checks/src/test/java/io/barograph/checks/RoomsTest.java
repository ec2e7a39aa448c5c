package io.barograph.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps the arrows between rooms one-way. Think hard before you add one. */
class RoomsTest {
    /** Which rooms a room may use; DESIGN's table of rooms as code. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("core", Set.of()),
            Map.entry("engines", Set.of("core")),
            Map.entry("formats", Set.of("core", "engines")),
            Map.entry("sql", Set.of("core")),
            Map.entry("local", Set.of("core")),
            Map.entry("gpu", Set.of("core")),
            Map.entry("detect", Set.of("core")),
            Map.entry("testkit", Set.of("core")),
            Map.entry("connectors.shared", Set.of("core", "formats")),
            Map.entry("connectors.kafka", Set.of("core", "formats", "connectors.shared")),
            Map.entry("connectors.postgres", Set.of("core", "formats", "connectors.shared")),
            Map.entry("connectors.journal", Set.of("core", "formats")),
            Map.entry("connectors.hdfs", Set.of("core", "formats")),
            Map.entry("connectors.http", Set.of("core", "formats", "connectors.journal", "connectors.shared")),
            Map.entry("connectors.mqtt", Set.of("core", "formats", "connectors.journal", "connectors.shared")),
            Map.entry("spark", Set.of("core", "formats", "local")),
            Map.entry("hadoop", Set.of("core", "formats", "local")),
            Map.entry("flink", Set.of("core", "formats", "local")),
            Map.entry("telemetry", Set.of("core", "local")),
            Map.entry("frame", Set.of("core", "formats", "sql", "local")),
            Map.entry(
                    "server",
                    Set.of(
                            "core",
                            "formats",
                            "sql",
                            "local",
                            "connectors.shared",
                            "connectors.journal",
                            "connectors.http")),
            Map.entry("cli", Set.of("core", "engines", "formats", "sql", "local", "server")));

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.barograph");
        assertThat(classes.size())
                .as("classes of every room are on the class path")
                .isGreaterThan(100);
    }

    @Test
    void roomsUseOnlyTheRoomsBelowThem() {
        for (Map.Entry<String, Set<String>> room : ARROWS.entrySet()) {
            Set<String> others = new TreeSet<>(ARROWS.keySet());
            others.removeAll(room.getValue());
            others.remove(room.getKey());
            for (String other : others) {
                noClasses()
                        .that()
                        .resideInAPackage("io.barograph." + room.getKey() + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.barograph." + other + "..")
                        .because("arrows point down to core, never back")
                        .check(classes);
            }
        }
    }

    @Test
    void coreNeedsNothingButTheJdk() {
        noClasses()
                .that()
                .resideInAPackage("io.barograph.core..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.barograph.core..", "java..", "org.jspecify.annotations..")
                .check(classes);
    }

    @Test
    void coreHasNoThreadsAndNoFiles() {
        noClasses()
                .that()
                .resideInAPackage("io.barograph.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, java.util.concurrent.ExecutorService.class, java.io.FileInputStream.class)
                .check(classes);
    }

    @Test
    void calciteStaysInSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.barograph.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.calcite..")
                .check(classes);
    }

    @Test
    void kafkaStaysInItsConnector() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.barograph.connectors.kafka..", "io.barograph.testkit.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(classes);
    }

    @Test
    void patienceStaysInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.barograph.connectors.shared..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.resilience4j..")
                .check(classes);
    }

    @Test
    void cudaStaysInItsRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.barograph.gpu..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.lwjgl..")
                .check(classes);
    }

    @Test
    void openTelemetryStaysInItsRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.barograph.telemetry..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(classes);
    }

    @Test
    void postgresStaysInItsConnector() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.barograph.connectors.postgres..", "io.barograph.testkit.postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postgresql..")
                .check(classes);
    }

    @Test
    void hadoopStaysInItsConnectorAndItsHost() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.barograph.connectors.hdfs..", "io.barograph.hadoop..")
                // Spark's checkpoints lie in Hadoop's file systems, which Spark itself has configured.
                .and()
                .doNotHaveFullyQualifiedName("io.barograph.spark.live.SparkMicroBatches")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hadoop..")
                .check(classes);
    }

    @Test
    void serversAndClientsStayInTheirConnectors() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.barograph.connectors.http..", "io.barograph.connectors.mqtt..", "io.barograph.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.jetty..", "com.hivemq..")
                .check(classes);
    }

    @Test
    void nobodyUsesUnsafe() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sun.misc..", "jdk.internal..")
                .check(classes);
    }

    @Test
    void packagesOfARoomFormNoCycle() {
        for (String room : ARROWS.keySet()) {
            slices().matching("io.barograph." + room + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }
}
