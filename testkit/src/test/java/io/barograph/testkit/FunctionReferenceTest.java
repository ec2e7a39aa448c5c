package io.barograph.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.core.expr.Function;
import io.barograph.core.expr.Functions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FunctionReferenceTest {
    @Test
    void thePageInTheDocumentationIsCurrent() throws IOException {
        String root = System.getProperty("barograph.root");
        assumeTrue(root != null, "barograph.root is not set");
        Path page = Path.of(root, "docs", "reference", "functions.md");
        assertThat(page)
                .as(
                        "write it with: java -cp core/target/classes:testkit/target/classes io.barograph.testkit.FunctionReference %s",
                        page)
                .content()
                .isEqualTo(FunctionReference.markdown());
    }

    @Test
    void everyFunctionSaysWhatItDoes() {
        for (Function function : Functions.all()) {
            assertThat(function.description()).as(function.name()).endsWith(".");
            assertThat(function.signatures()).as(function.name()).isNotEmpty();
        }
    }
}
