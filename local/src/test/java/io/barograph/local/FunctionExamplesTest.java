package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.expr.Function;
import io.barograph.core.expr.Functions;
import io.barograph.testkit.sql.EngineSqlExecutor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FunctionExamplesTest {
    @TestFactory
    List<DynamicTest> everyExampleOfTheReferenceIsSqlThatAnswersSo() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Function function : Functions.all()) {
            for (Function.Example example : function.examples()) {
                tests.add(DynamicTest.dynamicTest(example.sql(), () -> {
                    String sql = "SELECT CAST(" + example.sql() + " AS VARCHAR) AS answer";
                    Object answer = new EngineSqlExecutor(LocalEngine::new)
                            .run(sql, Path.of("."), 0)
                            .rows()
                            .get(0)
                            .get(0);
                    assertThat(answer == null ? "NULL" : answer).isEqualTo(example.value());
                }));
            }
        }
        return tests;
    }
}
