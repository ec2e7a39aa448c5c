package io.barograph.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.source.TableDeclaration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TablePlacesTest {
    private static TableDeclaration file(String path) {
        return TableDeclaration.file(path);
    }

    private static boolean reads(String read, String written) {
        return TablePlaces.reads(file(read), file(written));
    }

    @Test
    void onePlaceHasManySpellings() {
        String absolute = Path.of("o/a.csv").toAbsolutePath().toString();
        for (String place :
                List.of("o/a.csv", "./o/a.csv", "o/b/../a.csv", "o//a.csv", absolute, "o", "o/", ".", "o/*.csv")) {
            assertThat(reads(place, "o/a.csv")).as(place).isTrue();
        }
        assertThat(TablePlaces.of(file("./o/"))).isEqualTo(TablePlaces.of(file("o")));
        assertThat(reads("hdfs://n/a/./b.csv", "hdfs://n/a//b.csv")).isTrue();
        assertThat(reads("hdfs://n/a/*.csv", "hdfs://n/a/b.csv")).isTrue();
        assertThat(reads("hdfs://m/a/b.csv", "hdfs://n/a/b.csv")).isFalse();
    }

    @Test
    void whatLiesBesideIsAnother() {
        for (String place : List.of("o/b*.csv", "oo/a.csv", "o/a", "o/*/a.csv", "p/**/*.csv", "a.csv", "o/a.csv.gz")) {
            assertThat(reads(place, "o/a.csv")).as(place).isFalse();
        }
    }

    @Test
    void aFolderIsReadByGlobsThatReachIntoIt() {
        for (String place : List.of("o/p/*.csv", "o/*/*.csv", "o/**/*.csv", "**/*.csv", "o/p/k=1/part-0.csv", "o")) {
            assertThat(reads(place, "o/p/")).as(place).isTrue();
        }
        for (String place : List.of("o/*.csv", "o/q*/*.csv", "q/**/*.csv")) {
            assertThat(reads(place, "o/p/")).as(place).isFalse();
        }
    }

    @Test
    void filesThatAreFollowedAreNotWaitedFor() {
        TableDeclaration followed =
                new TableDeclaration("t", Map.of("path", "o/*.csv", "follow", "true"), null, null, List.of());
        assertThat(TablePlaces.reads(followed, file("o/a.csv"))).isFalse();
    }
}
