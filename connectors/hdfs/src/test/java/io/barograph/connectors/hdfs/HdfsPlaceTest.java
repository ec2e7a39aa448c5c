package io.barograph.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Which names mean one place; no server is asked. */
class HdfsPlaceTest {
    @Test
    void aNameThatLeavesTheNameNodeToTheConfigurationMeansThatOne() {
        Configuration configuration = HdfsConfiguration.of(Map.of());
        configuration.set("fs.defaultFS", "hdfs://nn:8020");
        HdfsStore store = new HdfsStore(configuration);
        String place = store.place("hdfs:///data/a b.csv");
        assertThat(place).isEqualTo("hdfs://nn:8020/data/a b.csv");
        assertThat(store.place("hdfs://nn/data/a b.csv")).isEqualTo(place);
        assertThat(store.place("hdfs://NN:8020/data/a b.csv")).isEqualTo(place);
        assertThat(store.place("hdfs://nn:9000/data/a b.csv")).isNotEqualTo(place);
        assertThat(store.place("hdfs://other/data/a b.csv")).isNotEqualTo(place);
    }
}
