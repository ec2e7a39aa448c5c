package io.barograph.core.stage;

import io.barograph.core.column.Schema;
import java.util.List;

/**
 * What runs without rows moving, up to its terminal's exchange. Immutable.
 *
 * @param id position in the plan; a stage reads only from smaller ones
 * @param branches at least one; their rows are united, in this order where order counts
 * @param schema of the rows that come out
 */
public record Stage(int id, List<Branch> branches, Terminal terminal, Schema schema) {
    public Stage {
        branches = List.copyOf(branches);
    }
}
