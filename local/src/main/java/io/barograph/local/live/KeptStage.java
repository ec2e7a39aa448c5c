package io.barograph.local.live;

import io.barograph.core.merge.MergeTable;
import io.barograph.core.stage.Stage;
import io.barograph.local.live.TimeColumns.TimeColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stage keeps, for explaining.
 *
 * @param groups a table like those that it keeps; null where rows only pass
 * @param windows the column among the keys that says which window a group is of, or null
 * @param join of two live tables, or null
 * @param input what the columns before the terminal say about event time
 * @param onlyFinal whether what may still change is not shown
 */
record KeptStage(
        Stage stage,
        @Nullable MergeTable groups,
        @Nullable WindowKey windows,
        @Nullable LiveJoin join,
        List<@Nullable TimeColumn> input,
        boolean onlyFinal) {}
