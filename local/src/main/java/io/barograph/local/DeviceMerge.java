package io.barograph.local;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.WindowKeys;
import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A stage that merges, as far as a device can add up its rows; of sessions their cells, which the CPU then makes sessions of. */
final class DeviceMerge {
    /** What a value of a table is assumed to take in its file. */
    private static final int FILE_BYTES_PER_VALUE = 8;

    private final StagePlan plan;
    private final Stage stage;
    private final Terminal.Merge merge;
    private final MergeTable table;
    private final RowsShape shape;
    private final DeviceWindows windows;
    private final DeviceOperators operators;

    private DeviceMerge(StagePlan plan, Stage stage, Terminal.Merge merge, DeviceUse use, boolean strict) {
        this.plan = plan;
        this.stage = stage;
        this.merge = merge;
        this.windows = DeviceWindows.of(stage, merge);
        this.table = MergeStage.newTable(plan, stage);
        this.operators = DeviceOperators.of(stage, table, windows, use.wish() == DeviceUse.Wish.AUTO, strict);
        this.shape = table.deviceShape(windows.keys(), operators.rows());
    }

    /**
     * A stage as one for a device; empty where it is none, or a device cannot do it.
     *
     * @param strict whether an undefined result ends the run
     */
    static Optional<DeviceMerge> of(StagePlan plan, Stage stage, DeviceUse use, boolean strict) {
        Terminal.Merge merge = mergeOf(stage);
        return merge != null && whyNot(plan, stage, merge, use.wish()) == null
                ? Optional.of(new DeviceMerge(plan, stage, merge, use, strict))
                : Optional.empty();
    }

    /** What a stage merges its rows by; null where it does not. */
    private static Terminal.@Nullable Merge mergeOf(Stage stage) {
        if (stage.terminal() instanceof Terminal.MergeSessions sessions) {
            return sessions.ofCells();
        }
        return stage.terminal() instanceof Terminal.Merge merge ? merge : null;
    }

    /** Why a device cannot, or of its own accord does not, add up the rows of a stage, as a sentence without its end; null where it can. */
    private static @Nullable String whyNot(StagePlan plan, Stage stage, Terminal.Merge merge, DeviceUse.Wish wish) {
        if (merge.calls().isEmpty() && merge.keys().isEmpty()) {
            return "all rows are one group, of which nothing is added up";
        }
        MergeTable table = MergeStage.newTable(plan, stage);
        if (wish == DeviceUse.Wish.AUTO && table.talliesOnDevice()) {
            return "as many values may come back with their counts as rows go there, and a GPU would gain nothing";
        }
        return table.notForDevice().orElse(null);
    }

    /**
     * Refuses a query of which a device can compute nothing, or not all that merges.
     *
     * @throws BarographException NOT_SUPPORTED
     */
    static void check(Query query) {
        StagePlan plan = StagePlan.of(query);
        boolean merges = false;
        for (Stage stage : plan.stages()) {
            Terminal.Merge merge = mergeOf(stage);
            String reason = merge == null ? null : whyNot(plan, stage, merge, DeviceUse.Wish.ALWAYS);
            if (reason != null) {
                throw refusal(reason);
            }
            merges |= merge != null;
        }
        if (!merges) {
            throw refusal("this query has no groups to add up");
        }
    }

    private static BarographException refusal(String reason) {
        return new BarographException(
                ErrorCode.NOT_SUPPORTED, "--gpu: " + reason + "; with --gpu auto, or without it, the CPU computes it");
    }

    /**
     * Which stages of a query go to a device and why, or why not, a line each; nothing is run.
     *
     * @param sizes of tables in bytes as they are stored; what is not known is not counted
     */
    static String explain(Query query, DeviceUse use, ToLongFunction<TableDescription> sizes, int threads) {
        StagePlan plan = StagePlan.of(query);
        StringBuilder lines = new StringBuilder();
        for (Stage stage : plan.stages()) {
            Terminal.Merge merge = mergeOf(stage);
            if (merge == null) {
                continue;
            }
            String reason = whyNot(plan, stage, merge, use.wish());
            String choice = reason != null
                    ? "on the CPU: " + reason
                    : of(plan, stage, use, false).orElseThrow().choice(use, sizes, threads);
            lines.append("gpu: stage ")
                    .append(stage.id())
                    .append(' ')
                    .append(choice)
                    .append('\n');
        }
        return lines.isEmpty() ? "gpu: this query has no groups to add up\n" : lines.toString();
    }

    private String choice(DeviceUse use, ToLongFunction<TableDescription> sizes, int threads) {
        return String.format(
                Locale.ROOT,
                "%s; about %.2g rows; %s",
                use.explain(work(sizes), threads),
                rows(stage.branches(), sizes),
                parts());
    }

    /** What a device does, and why not more. */
    private String parts() {
        List<String> onDevice = new ArrayList<>(operators.onDevice());
        boolean areSessions = stage.terminal() instanceof Terminal.MergeSessions;
        if (windows.keys() != null) {
            onDevice.add(areSessions ? "cells" : "windows");
        }
        onDevice.add("groups");
        if (!merge.calls().isEmpty()) {
            onDevice.add("totals");
        }
        if (table.talliesOnDevice()) {
            onDevice.add("counts of values");
        }
        String onCpu = Stream.of(
                        windows.onCpu(),
                        operators.onCpu(),
                        areSessions ? "sessions, since cells become one by their times" : null)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        return "a GPU's part: " + String.join(", ", onDevice) + (onCpu.isEmpty() ? "" : "; the CPU's: " + onCpu);
    }

    /**
     * About how many rows the stage's tables have, of a join those of the side that goes by; of rows that come from elsewhere nothing is
     * known, and none counted.
     */
    private double rows(List<Branch> branches, ToLongFunction<TableDescription> sizes) {
        return branches.stream()
                .mapToDouble(branch -> rows(branch.input(), sizes))
                .sum();
    }

    private double rows(StageInput input, ToLongFunction<TableDescription> sizes) {
        if (input instanceof StageInput.TableRows rows) {
            double bytes = Math.max(0, sizes.applyAsLong(rows.table()));
            return bytes
                    / (FILE_BYTES_PER_VALUE * Math.max(1, rows.table().schema().size()));
        }
        if (input instanceof StageInput.StageRows rows
                && plan.stages().get(rows.stage()).terminal() instanceof Terminal.Join join) {
            Stage joined = plan.stages().get(rows.stage());
            boolean holdsLeft = new StageSizes(sizes, plan).holdsLeft(joined, join);
            return rows(holdsLeft ? StageSizes.right(joined, join) : StageSizes.left(joined, join), sizes);
        }
        return 0;
    }

    private DeviceWork work(Run run) {
        return work(table -> run.catalog().open(table).sizeBytes());
    }

    private DeviceWork work(ToLongFunction<TableDescription> sizes) {
        double added = 0;
        for (Branch branch : stage.branches()) {
            added += rows(branch.input(), sizes) * windows(branch);
        }
        WindowKeys keys = windows.keys();
        return DeviceWork.ofMerge(added, keys == null ? 1 : keys.window().windows(), shape);
    }

    /** How many windows a row falls into. */
    private static double windows(Branch branch) {
        return branch.operators().stream()
                .mapToDouble(operator -> operator instanceof RowOperator.AssignWindow assign
                        ? assign.window().windows()
                        : 1)
                .reduce(1, (one, other) -> one * other);
    }

    /** Whether a device is to be asked at all. */
    boolean mayUseDevice(Run run) {
        return run.device().isWorthAsking(work(run), run.workers().count());
    }

    /** Runs the stage, on the device or on the cores. */
    FinishedRows finish(Run run) {
        FinishedRows merged = run.device()
                .run(
                        work(run),
                        run.workers().count(),
                        device -> MergeStage.run(run, stage, merge, windows, operators, device),
                        () -> MergeStage.run(run, stage, merge));
        return stage.terminal() instanceof Terminal.MergeSessions sessions
                ? SessionStage.sessions(run, merged, sessions)
                : merged;
    }
}
