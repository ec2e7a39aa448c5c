package io.barograph.local;

import io.barograph.core.column.Schema;
import io.barograph.core.merge.WindowKeys;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream of rows into a stage: where it begins, and the steps that its rows take. Where memory allows, the rows of a join
 * are not stored: a branch that reads a join becomes the feeds of the join's passing side, with the join as one more step.
 */
sealed interface Feed {
    List<Step> steps();

    /** What has to be read before: a feed of wave n begins when all feeds of smaller waves are done. */
    int wave();

    /** The same feed with other steps. */
    Feed with(List<Step> others);

    /** The same feed with more steps behind its own. */
    default Feed through(List<Step> more) {
        List<Step> all = new ArrayList<>(steps());
        all.addAll(more);
        return with(all);
    }

    /** Rows of a table, an earlier stage or the query's text. */
    record Rows(StageInput input, List<Step> steps) implements Feed {
        @Override
        public int wave() {
            return 0;
        }

        @Override
        public Feed with(List<Step> others) {
            return new Rows(input, others);
        }
    }

    /** Rows that a join has stored, for its sides did not fit memory. */
    record Stored(FinishedRows rows, List<Step> steps) implements Feed {
        @Override
        public int wave() {
            return 0;
        }

        @Override
        public Feed with(List<Step> others) {
            return new Stored(rows, others);
        }
    }

    /** The held rows of a join that have found no match, once all other rows have gone by. */
    record Rest(JoinRun join, List<Step> steps, int wave) implements Feed {
        @Override
        public Feed with(List<Step> others) {
            return new Rest(join, others, wave);
        }
    }

    /** One step of a feed's rows. */
    sealed interface Step {
        /** What it does to each row, here or wherever it is left to; null where it pairs rows. */
        default @Nullable RowOperator operator() {
            return null;
        }

        /** @param input the columns before the operator */
        record Operate(RowOperator operator, Schema input) implements Step {}

        /**
         * Rows bring their time in place of both bounds of their windows, which whoever groups them finds. Those without a time, or with one
         * that stands between windows, or whose windows may have no name, go the usual way, as {@link BatchConsumer#complete} rows.
         *
         * @param input the columns before the operator
         * @param behind the usual steps that follow
         */
        record LeaveWindow(RowOperator.AssignWindow operator, Schema input, WindowKeys keys, List<Step> behind)
                implements Step {}

        /** Nothing here: whoever groups the rows takes the operator over. */
        record Leave(RowOperator operator) implements Step {}

        /** Rows are paired with those that the join holds. */
        record Probe(JoinRun join) implements Step {}
    }

    /** The feeds of a stage's branches. */
    static List<Feed> of(Run run, List<Branch> branches) {
        List<Feed> feeds = new ArrayList<>();
        for (Branch branch : branches) {
            List<Step> steps = new ArrayList<>();
            Schema input = branch.input().schema();
            for (RowOperator operator : branch.operators()) {
                steps.add(new Step.Operate(operator, input));
                input = operator.schema();
            }
            JoinRun join = branch.input() instanceof StageInput.StageRows rows ? run.join(rows.stage()) : null;
            if (join == null) {
                feeds.add(new Rows(branch.input(), steps));
            } else {
                for (Feed feed : join.feeds(run)) {
                    feeds.add(feed.through(steps));
                }
            }
        }
        return feeds;
    }

    /** As {@link #of(Run, List)}, for all of a stage. */
    static List<Feed> of(Run run, Stage stage) {
        return of(run, stage.branches());
    }
}
