package io.barograph.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.TableDeclaration;
import io.barograph.formats.LiveConnectors;
import io.barograph.formats.store.FileStore;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.StoredOutput;
import io.barograph.frame.Frame;
import io.barograph.testkit.hdfs.HdfsCluster;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Folders of live queries on HDFS: each row once, whoever goes on with them, and one instance that writes. */
@Tag("slow")
class HdfsLiveFolderTest {
    private static final HdfsCluster cluster = HdfsFiles.cluster();

    private static LiveSink open(String folder) {
        return new LiveConnectors()
                .openSink(new SinkRequest(
                        new TableDeclaration(
                                "late",
                                Map.of("path", cluster.uri(folder) + "/", "format", "arrow", "keep", "1g"),
                                null,
                                null,
                                List.of()),
                        Schema.of(new Field("n", Type.BIGINT)),
                        List.of(),
                        false,
                        "live"));
    }

    private static void add(LiveSink sink, long value) {
        sink.accept(Revisions.added(new Batch(
                new Column[] {new LongColumn(Type.BIGINT, new long[] {value}, Validity.ALL)}, 1)));
    }

    private static String rows(String folder) {
        return Frame.sql("SELECT n FROM '" + cluster.uri(folder) + "' ORDER BY n")
                .rows()
                .toString();
    }

    @Test
    void whoGoesOnFinishesWhatWasSavedAndUndoesTheRest() throws IOException {
        try (LiveSink first = open("live/late")) {
            first.begin();
            first.resume(LiveSink.NONE);
            add(first, 1);
            first.prepare(0);
            first.commit(0);
            add(first, 2);
            first.prepare(1);
            assertThat(rows("live/late"))
                    .as("nothing is seen before its commit")
                    .isEqualTo("[{n=1}]");
            add(first, 3);

            try (LiveSink second = open("live/late")) {
                second.begin();
                second.resume(1);
                assertThat(rows("live/late")).isEqualTo("[{n=1}, {n=2}]");
                add(second, 4);
                second.prepare(2);
                second.commit(2);
                assertThatThrownBy(() -> first.prepare(2))
                        .isInstanceOfSatisfying(
                                BarographException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED));
            }
        }
        assertThat(rows("live/late")).isEqualTo("[{n=1}, {n=2}, {n=4}]");
        assertThat(HdfsFiles.list(cluster, "live/late"))
                .containsExactly(
                        ".baro-live",
                        "part-live-00000000-0.arrow",
                        "part-live-00000001-0.arrow",
                        "part-live-00000002-0.arrow");
    }

    @Test
    void ofTwoWhoMakeAFileOneDoes() throws IOException {
        String file = cluster.uri("only-once");
        FileStore store = FileStores.of(file);
        try (StoredOutput made = store.createNew(file)) {
            made.write(7);
            made.force();
            assertThatThrownBy(() -> store.createNew(file))
                    .as("while it is written")
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThatThrownBy(() -> store.createNew(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(FileStores.size(file)).isEqualTo(1);
    }
}
