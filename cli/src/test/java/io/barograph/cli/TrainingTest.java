package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.Rehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that fails would train only its own failure, and nobody would see it: starts would just take longer. */
final class TrainingTest {
    @Test
    void everyCommandSucceeds(@TempDir Path folder) throws IOException {
        for (List<String> line : Training.lines(folder, false)) {
            Session session = new Session();
            assertThat(session.run(line.toArray(String[]::new)))
                    .as(line + ": " + session.err())
                    .isZero();
        }
    }

    @Test
    void theServiceStartsAnswersAndEnds(@TempDir Path folder) throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("sensors.csv"), "timestamp,device_id,temperature\n2024-01-01 00:00:00,1,20.5\n");
        ServiceTraining.run(folder);
        assertThat(folder.resolve("served.state")).isNotEmptyDirectory();
    }

    @Test
    void kafkasClientsRehearse() {
        List<Rehearsal> found = ServiceLoader.load(Rehearsal.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        assertThat(found).extracting(each -> each.getClass().getSimpleName()).contains("KafkaRehearsal");
        found.forEach(Rehearsal::run);
    }
}
