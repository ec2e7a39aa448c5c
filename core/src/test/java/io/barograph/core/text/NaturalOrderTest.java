package io.barograph.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    @Test
    void numbersInNamesAreOrderedAsNumbers() {
        List<String> names =
                new ArrayList<>(List.of("b", "pump-10", "pump-9", "pump-09", "pump", "2", "10", "NULL", "온도"));
        names.sort(new NaturalOrder());
        assertThat(names).containsExactly("2", "10", "NULL", "b", "pump", "pump-09", "pump-9", "pump-10", "온도");
    }
}
