package io.barograph.spark.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Murmur3Hash;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class SlotsTest {
    @Test
    void numbersAreDealtOutInTurnAndEachHasAKeyOfItsOwn() {
        for (int partitions = 1; partitions < 20; partitions++) {
            Slots slots = new Slots(partitions);
            Set<Integer> keys = new HashSet<>();
            for (int number = 0; number < 50; number++) {
                int key = slots.key(number);
                assertThat(keys.add(key)).isTrue();
                assertThat(slots.partition(key)).isEqualTo(number % partitions);
            }
        }
    }

    @Test
    void thePartitionIsTheOneThatSparkPutsAKeyIn() {
        Slots slots = new Slots(7);
        for (int key = 0; key < 100; key++) {
            Murmur3Hash hash = new Murmur3Hash(
                    CollectionConverters.asScala(List.<Expression>of(new Literal(key, DataTypes.IntegerType)))
                            .toSeq());
            assertThat(slots.partition(key)).isEqualTo(Math.floorMod((Integer) hash.eval(null), 7));
        }
    }
}
