package io.barograph.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AggregateReferenceTest {
    @Test
    void theReferenceIsCurrent() throws IOException {
        Path page = Path.of(System.getProperty("barograph.root", ".."), "docs", "reference", "aggregates.md");

        assertThat(Files.readString(page))
                .as("write it again with the main method of AggregateReference")
                .isEqualTo(AggregateReference.markdown());
    }
}
