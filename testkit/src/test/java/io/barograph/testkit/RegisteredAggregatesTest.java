package io.barograph.testkit;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import io.barograph.core.aggregate.Aggregates;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every aggregate of the registry, those of other jars among them, keeps the contract. */
@Tag("thorough")
class RegisteredAggregatesTest {
    @TestFactory
    Stream<DynamicNode> everyRegisteredAggregateKeepsTheContract() {
        return Aggregates.all().stream()
                .map(function -> dynamicContainer(function.name(), AggregateContract.of(function)));
    }
}
