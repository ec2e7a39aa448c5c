package io.barograph.formats.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.engines.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoresTest {
    @TempDir
    Path folder;

    @BeforeEach
    void nothingIsInstalled() {
        System.setProperty(Engines.HOME_PROPERTY, folder.toString());
    }

    @AfterEach
    void asBefore() {
        System.clearProperty(Engines.HOME_PROPERTY);
    }

    @Test
    void namesWithoutASchemeAreOfThisMachine() {
        assertThat(FileStores.isLocal("data/a.csv")).isTrue();
        assertThat(FileStores.isLocal("odd name://a.csv")).isTrue();
        assertThat(FileStores.isLocal("c://data/a.csv")).as("a drive").isTrue();
        assertThat(FileStores.isLocal("HDFS://host/a.csv")).isFalse();
        assertThat(FileStores.of("data/a.csv").scheme()).isEqualTo("file");
    }

    @Test
    void whatIsNotInstalledSaysHow() {
        assertThatThrownBy(() -> FileStores.of("hdfs://host:8020/a.csv"))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
                .hasMessageContainingAll("hdfs://host:8020/a.csv", "not installed", "baro engines install hadoop");
    }

    @Test
    void aSchemeThatNobodyBringsIsRefused() {
        assertThatThrownBy(() -> FileStores.of("s3://bucket/a.csv"))
                .hasMessageContainingAll("s3://bucket/a.csv", "no file system 's3://'", "hdfs://");
    }

    @Test
    void whatWasInstalledWithoutTheStoreIsSaid() throws IOException {
        Files.createDirectories(folder.resolve("engines/hadoop"));
        assertThatThrownBy(() -> FileStores.of("hdfs://host:8020/a.csv"))
                .hasMessageContainingAll("has no hdfs://", "install it again");
    }

    @Test
    void thisMachinesFilesKeepTheContract() throws IOException {
        String root = folder.resolve("store").toString();
        FileStore store = FileStores.of(root);
        assertThat(store.find(root)).isNull();
        assertThatThrownBy(() -> FileStores.size(root)).isInstanceOf(NoSuchFileException.class);
        String deep = store.in(root, "a/b");
        store.makeFolders(deep);
        String file = store.in(deep, "x.csv");
        try (var out = store.create(file)) {
            out.write(new byte[] {1, 2, 3});
        }
        assertThat(store.find(file)).isEqualTo(new StoredFile(file, StoredFile.Kind.FILE, 3));
        assertThat(store.find(deep)).isEqualTo(new StoredFile(deep, StoredFile.Kind.FOLDER, 0));
        assertThat(store.pathFrom(root, file)).isEqualTo("a/b/x.csv");
        assertThat(store.folderOf(file)).isEqualTo(deep);
        assertThat(store.lastOf(file)).isEqualTo("x.csv");
        TreeSet<String> seen = new TreeSet<>();
        store.walk(root, 2, found -> seen.add(store.pathFrom(root, found.name())));
        assertThat(seen).containsExactly("a", "a/b");
        String other = store.in(root, "y.csv");
        store.create(other).close();
        store.move(file, other);
        assertThat(FileStores.size(other)).isEqualTo(3);
        try (StoredBytes bytes = store.open(other)) {
            byte[] target = new byte[5];
            assertThat(bytes.readAll(1, target, 1, 4)).isEqualTo(2);
            assertThat(target).containsExactly(0, 2, 3, 0, 0);
            assertThat(bytes.read(3, target, 0, 1)).isEqualTo(-1);
        }
        store.delete(root);
        store.delete(root);
        assertThat(store.find(root)).isNull();
        assertThat(store.isRunning(store.processName())).isTrue();
    }

    @Test
    void aLinkThatIsAskedForIsFollowedAndNoneWithinIt() throws IOException {
        Path table = Files.createDirectories(folder.resolve("table"));
        Path data = Files.createDirectories(table.resolve("day=1"));
        Files.writeString(data.resolve("x.csv"), "a\n1\n");
        Files.createSymbolicLink(table.resolve("latest"), data);
        Files.createSymbolicLink(table.resolve("again"), table);
        Files.createSymbolicLink(table.resolve("gone"), folder.resolve("nowhere"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), table);
        FileStore store = FileStores.of(link.toString());
        TreeSet<String> seen = new TreeSet<>();
        store.walk(link.toString(), Integer.MAX_VALUE, found -> {
            if (found.kind() == StoredFile.Kind.FILE) {
                seen.add(store.pathFrom(link.toString(), found.name()));
            }
        });
        assertThat(seen).containsExactly("day=1/x.csv");
    }
}
