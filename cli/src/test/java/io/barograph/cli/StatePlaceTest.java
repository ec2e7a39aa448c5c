package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatePlaceTest {
    private static final Path BESIDE = Path.of("/jobs/live.state");

    @Test
    void whereNobodySaysItIsBesideTheFileAndAClusterKeepsItsOwn() {
        StatePlace place = new StatePlace(null, null, BESIDE);
        assertThat(place.onCluster()).isNull();
        assertThat(place.folder(true)).isEqualTo(BESIDE);
        assertThat(place.leftOut(true)).isEqualTo("/jobs/live.state");
        assertThat(place.leftOut(false)).isEqualTo("/jobs/live.state");
    }

    /** What is left out is where the states are, wherever that is; a store of the cluster's alone is none for it. */
    @ParameterizedTest
    @CsvSource({
        "/shared/my live, file:///shared/my live, /shared/my live, /shared/my live",
        "/shared/50%41, file:///shared/50%41, /shared/50%41, /shared/50%41",
        "file:///shared/live, file:///shared/live, /jobs/live.state, /shared/live",
        "hdfs://namenode:8020/live, hdfs://namenode:8020/live, /jobs/live.state, hdfs://namenode:8020/live",
        "s3://bucket/live, s3://bucket/live, /jobs/live.state, /jobs/live.state"
    })
    void aPlaceIsKnownToTheClusterAndHere(String given, String onCluster, String here, String leftOut) {
        for (StatePlace place :
                new StatePlace[] {new StatePlace(given, "/other", BESIDE), new StatePlace(null, given, BESIDE)}) {
            assertThat(place.onCluster()).isEqualTo(onCluster);
            assertThat(place.folder(false)).isEqualTo(Path.of(here));
            assertThat(place.leftOut(false)).isEqualTo(leftOut);
        }
    }

    @Test
    void aFolderWithoutARootBeginsWhereTheCommandDoes() {
        StatePlace place = new StatePlace("kept", null, BESIDE);
        assertThat(place.onCluster()).isEqualTo("file://" + Path.of("kept").toAbsolutePath());
        assertThat(place.folder(true)).isEqualTo(Path.of("kept"));
        assertThat(place.leftOut(true)).isEqualTo("kept");
        assertThat(place.leftOut(false))
                .isEqualTo(Path.of("kept").toAbsolutePath().toString());
    }

    @Test
    void whatRunsHereKeepsItHere() {
        StatePlace place = new StatePlace(null, "hdfs://namenode:8020/live", BESIDE);
        assertThatThrownBy(() -> place.leftOut(true))
                .hasMessageStartingWith("'checkpoint.dir' is 'hdfs://namenode:8020/live', but");
    }
}
