package io.barograph.core.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
                .as("write it with: java -cp core/target/classes io.barograph.core.expr.FunctionReference %s", page)
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
