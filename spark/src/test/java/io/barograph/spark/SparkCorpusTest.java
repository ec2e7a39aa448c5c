package io.barograph.spark;

import io.barograph.local.HostedEngine;
import io.barograph.testkit.corpus.CorpusContract;
import io.barograph.testkit.corpus.CorpusEngine;
import io.barograph.testkit.corpus.CorpusEngines;
import io.barograph.testkit.corpus.SqlExecutor;
import io.barograph.testkit.sql.EngineSqlExecutor;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Every case of the corpus on Spark, in this process. */
@Tag("slow")
class SparkCorpusTest extends CorpusContract {
    @SuppressWarnings("NullAway.Init")
    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("corpus")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    @Override
    protected CorpusEngine engine() {
        return CorpusEngines.SPARK;
    }

    @Override
    protected SqlExecutor executor() {
        return new EngineSqlExecutor(catalog -> new HostedEngine(catalog, new SparkTaskHost(spark, 3)));
    }
}
