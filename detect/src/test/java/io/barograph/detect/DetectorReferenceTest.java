package io.barograph.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DetectorReferenceTest {
    @Test
    void thePageInTheDocumentationIsCurrent() {
        String root = System.getProperty("barograph.root");
        assumeTrue(root != null, "barograph.root is not set");
        Path page = Path.of(root, "docs", "reference", "detectors.md");
        assertThat(page)
                .as(
                        "write it with: java -cp core/target/classes:detect/target/classes:detect/target/test-classes"
                                + " io.barograph.detect.DetectorReference %s",
                        page)
                .content()
                .isEqualTo(DetectorReference.markdown());
    }

    @Test
    void everyDefaultIsAdmittedAndEveryDetectorSaysWhatItDoes() {
        for (Detector detector : Detectors.all()) {
            assertThat(detector.description()).as(detector.name()).endsWith(".");
            assertThat(detector.source()).as(detector.name()).isNotBlank();
            for (Parameter parameter : detector.parameters()) {
                assertThat(Double.isNaN(parameter.standard()) || parameter.admits(parameter.standard()))
                        .as(detector.name() + " " + parameter.name())
                        .isTrue();
            }
        }
    }
}
