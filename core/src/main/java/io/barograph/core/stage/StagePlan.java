package io.barograph.core.stage;

import io.barograph.core.plan.Query;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A query as stages, in an order in which they can run. Immutable; the same on every machine for equal queries.
 *
 * @param stages the last one, ended by an output or a limit, gives the answer
 * @param scalars the stage whose only value is {@link io.barograph.core.expr.Expr.Parameter} i; it moves by BROADCAST,
 *     and is known before a stage that uses it reads its first row. So it can only come from tables at rest: a host refuses
 *     it over others, and saves the values in a checkpoint
 */
public record StagePlan(List<Stage> stages, List<Integer> scalars) {
    /** Version of the texts and fingerprints; a change of either, or of an operator's meaning, raises it. */
    public static final int VERSION = 1;

    public StagePlan {
        stages = List.copyOf(stages);
        scalars = List.copyOf(scalars);
    }

    /** Cuts a query into stages. */
    public static StagePlan of(Query query) {
        return new StagePlanner(false).plan(query);
    }

    /**
     * As {@link #of}, for rows that keep coming: each of GROUPING SETS is merged from rows. The states of a finer set would have to be
     * kept for the coarser ones, when its own windows are long over.
     */
    public static StagePlan ofLive(Query query) {
        return new StagePlanner(true).plan(query);
    }

    public Stage root() {
        return stages.get(stages.size() - 1);
    }

    /** The canonical text, one operator per line, without fingerprints. */
    public String text() {
        return render(false);
    }

    /** The text for people: each line led by the first twelve digits of its operator's fingerprint. */
    public String explain() {
        return render(true);
    }

    /** SHA-256, in hex, over the version and the fingerprints of the answer and of the scalar sub-queries. */
    public String fingerprint() {
        List<StageFingerprints> prints = fingerprints();
        List<String> parts = new ArrayList<>();
        parts.add(prints.get(prints.size() - 1).terminal());
        for (int stage : scalars) {
            parts.add(prints.get(stage).terminal());
        }
        return sha256("plan", parts);
    }

    /**
     * One per stage: an operator's fingerprint is the SHA-256, in hex, of the version, its text and the fingerprints of
     * what flows into it, so that it covers everything beneath.
     */
    public List<StageFingerprints> fingerprints() {
        List<StageFingerprints> all = new ArrayList<>();
        for (Stage stage : stages) {
            List<List<String>> branches = new ArrayList<>();
            List<String> ends = new ArrayList<>();
            for (Branch branch : stage.branches()) {
                List<String> chain = new ArrayList<>();
                String below = branch.input().earlierStage() >= 0
                        ? all.get(branch.input().earlierStage()).terminal()
                        : sha256(branch.input().text(), List.of());
                chain.add(below);
                for (RowOperator operator : branch.operators()) {
                    below = sha256(operator.text(), List.of(below));
                    chain.add(below);
                }
                branches.add(List.copyOf(chain));
                ends.add(below);
            }
            all.add(new StageFingerprints(
                    List.copyOf(branches), sha256(stage.terminal().text(), ends)));
        }
        return all;
    }

    /**
     * The fingerprints of a stage's operators.
     *
     * @param branches per branch: its input, then its operators
     */
    public record StageFingerprints(List<List<String>> branches, String terminal) {}

    private String render(boolean withFingerprints) {
        StringBuilder text = new StringBuilder("barograph stages, version " + VERSION + "\n");
        List<StageFingerprints> prints = withFingerprints ? fingerprints() : List.of();
        for (Stage stage : stages) {
            text.append("stage ").append(stage.id());
            int scalar = scalars.indexOf(stage.id());
            text.append(scalar >= 0 ? " for $" + scalar + " by " + Exchange.BROADCAST : "")
                    .append('\n');
            for (int b = 0; b < stage.branches().size(); b++) {
                Branch branch = stage.branches().get(b);
                List<String> chain =
                        withFingerprints ? prints.get(stage.id()).branches().get(b) : List.of();
                line(text, chain, 0, branch.input());
                for (int i = 0; i < branch.operators().size(); i++) {
                    line(text, chain, i + 1, branch.operators().get(i));
                }
            }
            List<String> end = withFingerprints ? List.of(prints.get(stage.id()).terminal()) : List.of();
            line(text, end, 0, stage.terminal());
            text.setLength(text.length() - 1);
            text.append(" by ").append(stage.terminal().exchange()).append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> prints, int index, Described operator) {
        text.append("  ");
        if (!prints.isEmpty()) {
            text.append(prints.get(index), 0, 12).append("  ");
        }
        text.append(operator.text()).append('\n');
    }

    static String list(List<?> items) {
        StringBuilder text = new StringBuilder("[");
        for (Object item : items) {
            text.append(text.length() == 1 ? "" : ", ").append(item);
        }
        return text.append(']').toString();
    }

    private static String sha256(String text, List<String> inputs) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(("barograph " + VERSION + "\n" + text + "\n").getBytes(StandardCharsets.UTF_8));
            for (String input : inputs) {
                digest.update((input + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
