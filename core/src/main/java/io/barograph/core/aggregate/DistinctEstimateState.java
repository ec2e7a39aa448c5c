package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A HyperLogLog per group: 4,096 registers, each the greatest rank (leading zeros + 1) of the hashes that fell to it.
 * Maxima merge exactly. A group keeps its registers as a small hash table until these would take more room than all.
 *
 * <p>Flajolet, Fusy, Gandouet, Meunier 2007; the estimate is Ertl's, 2017 (arXiv 1702.01284, algorithm 6), which needs no
 * tables and no more than additions, multiplications and square roots, and so has the same bits everywhere.
 *
 * <p><b>Layout</b>, version 1: byte 1, the number of registers that are not 0 as a varint, then, ascending, the distance
 * from the register before (the first: from -1) as a varint and the rank as a byte.
 */
final class DistinctEstimateState implements TalliedState {
    /** One per type. */
    record Spec(Type type) implements StateSpec {
        @Override
        public GroupedState create() {
            return new DistinctEstimateState(type);
        }

        @Override
        public String describe() {
            return "HyperLogLog of 4096 registers";
        }
    }

    private static final int VERSION = 1;
    private static final int INDEX_BITS = 12;
    private static final int REGISTERS = 1 << INDEX_BITS;
    private static final int RANK_BITS = 6;
    private static final int RANK = (1 << RANK_BITS) - 1;
    private static final int MOST_RANK = Long.SIZE - INDEX_BITS + 1;
    private static final int FIRST_SPARSE = 8;
    /** Slots from which on a byte per register is smaller. */
    private static final int MOST_SPARSE = REGISTERS / 4;
    /** 1 / (2 ln 2). */
    private static final double ALPHA = 0.7213475204444817;

    private final ValueCodec codec;
    /** By group: open addressing over register &lt;&lt; 6 | rank, 0 where free; null while empty and when dense. */
    private int[] @Nullable [] sparse = new int[0][];

    private int[] sparseSizes = new int[0];
    /** By group: the rank of each register; null while sparse. */
    private byte[] @Nullable [] dense = new byte[0][];

    private long groupBytes;

    DistinctEstimateState(Type type) {
        codec = new ValueCodec(type);
    }

    @Override
    public void resize(int groups) {
        if (groups > sparseSizes.length) {
            int capacity = Capacity.grow(sparseSizes.length, groups);
            sparse = Arrays.copyOf(sparse, capacity);
            sparseSizes = Arrays.copyOf(sparseSizes, capacity);
            dense = Arrays.copyOf(dense, capacity);
        }
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        long[] values = codec.encode(arguments[0], size);
        for (int i = 0; i < size; i++) {
            long hash = codec.hash(values[i]);
            int register = (int) (hash >>> Long.SIZE - INDEX_BITS);
            int rank = Long.numberOfLeadingZeros(hash << INDEX_BITS | 1L << INDEX_BITS - 1) + 1;
            raise(groups[i], register, rank);
        }
    }

    private void raise(int group, int register, int rank) {
        byte[] registers = dense[group];
        if (registers != null) {
            registers[register] = (byte) Math.max(registers[register], rank);
            return;
        }
        int[] slots = sparse[group];
        if (slots == null) {
            slots = new int[FIRST_SPARSE];
            sparse[group] = slots;
            groupBytes += 4L * FIRST_SPARSE;
        }
        int slot = slotOf(slots, register);
        if (slots[slot] != 0) {
            slots[slot] = register << RANK_BITS | Math.max(slots[slot] & RANK, rank);
            return;
        }
        slots[slot] = register << RANK_BITS | rank;
        if (++sparseSizes[group] > slots.length / 2) {
            growSparse(group, slots);
        }
    }

    private static int slotOf(int[] slots, int register) {
        int mask = slots.length - 1;
        int slot = register & mask;
        while (slots[slot] != 0 && slots[slot] >>> RANK_BITS != register) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void growSparse(int group, int[] slots) {
        groupBytes -= 4L * slots.length;
        if (slots.length == MOST_SPARSE) {
            byte[] registers = new byte[REGISTERS];
            for (int entry : slots) {
                registers[entry >>> RANK_BITS] |= (byte) (entry & RANK);
            }
            dense[group] = registers;
            sparse[group] = null;
            groupBytes += REGISTERS;
            return;
        }
        int[] wider = new int[slots.length * 2];
        for (int entry : slots) {
            if (entry != 0) {
                wider[slotOf(wider, entry >>> RANK_BITS)] = entry;
            }
        }
        sparse[group] = wider;
        groupBytes += 4L * wider.length;
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        DistinctEstimateState from = (DistinctEstimateState) other;
        for (int i = 0; i < count; i++) {
            byte[] registers = from.dense[theirs[i]];
            int[] slots = from.sparse[theirs[i]];
            if (registers != null) {
                for (int register = 0; register < REGISTERS; register++) {
                    if (registers[register] != 0) {
                        raise(ours[i], register, registers[register]);
                    }
                }
            } else if (slots != null) {
                for (int entry : slots) {
                    if (entry != 0) {
                        raise(ours[i], entry >>> RANK_BITS, entry & RANK);
                    }
                }
            }
        }
    }

    /** All registers of a group, in a new array unless they are kept so. */
    private byte[] registers(int group) {
        byte[] registers = dense[group];
        if (registers == null) {
            registers = new byte[REGISTERS];
            int[] slots = sparse[group];
            if (slots != null) {
                for (int entry : slots) {
                    registers[entry >>> RANK_BITS] |= (byte) (entry & RANK);
                }
            }
        }
        return registers;
    }

    Column finish(int[] groups, int count) {
        long[] estimates = new long[count];
        for (int i = 0; i < count; i++) {
            estimates[i] = estimate(groups[i]);
        }
        return new LongColumn(Type.BIGINT, estimates, Validity.ALL);
    }

    private long estimate(int group) {
        int[] registersOfRank = new int[MOST_RANK + 1];
        int[] slots = sparse[group];
        byte[] registers = dense[group];
        if (registers != null) {
            for (byte rank : registers) {
                registersOfRank[rank]++;
            }
        } else {
            registersOfRank[0] = REGISTERS - sparseSizes[group];
            if (slots != null) {
                for (int entry : slots) {
                    registersOfRank[entry & RANK] += entry == 0 ? 0 : 1;
                }
            }
        }
        return Math.round(estimate(registersOfRank));
    }

    /** Ertl's improved raw estimate from how many registers have each rank. */
    static double estimate(int[] registersOfRank) {
        double sum = REGISTERS * tau(1 - (double) registersOfRank[MOST_RANK] / REGISTERS);
        for (int rank = MOST_RANK - 1; rank >= 1; rank--) {
            sum = 0.5 * (sum + registersOfRank[rank]);
        }
        sum += REGISTERS * sigma((double) registersOfRank[0] / REGISTERS);
        return ALPHA * REGISTERS * REGISTERS / sum;
    }

    /** The share of empty registers: x + Σ x^(2^k) · 2^(k-1). */
    private static double sigma(double share) {
        if (share == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double power = share;
        double factor = 1;
        double sum = share;
        double before;
        do {
            power *= power;
            before = sum;
            sum += power * factor;
            factor += factor;
        } while (sum != before);
        return sum;
    }

    /** The share of full registers: (1 - x - Σ (1 - x^(2^-k))² · 2^-k) / 3. */
    private static double tau(double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double root = share;
        double factor = 1;
        double sum = 1 - share;
        double before;
        do {
            root = Math.sqrt(root);
            before = sum;
            factor *= 0.5;
            sum -= (1 - root) * (1 - root) * factor;
        } while (sum != before);
        return sum / 3;
    }

    @Override
    public void write(int group, StateOutput output) {
        byte[] registers = registers(group);
        int used = 0;
        for (byte rank : registers) {
            used += rank == 0 ? 0 : 1;
        }
        output.writeByte(VERSION);
        output.writeVarint(used);
        int last = -1;
        for (int register = 0; register < REGISTERS; register++) {
            if (registers[register] != 0) {
                output.writeVarint(register - last);
                output.writeByte(registers[register]);
                last = register;
            }
        }
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("approx_count_distinct", input.readByte(), VERSION);
        int register = -1;
        for (long rest = input.readVarint(); rest > 0; rest--) {
            long next = register + input.readVarint();
            int rank = input.readByte();
            if (next <= register || next >= REGISTERS || rank < 1 || rank > MOST_RANK) {
                throw new BarographException(
                        ErrorCode.BAD_DATA,
                        "a saved approx_count_distinct state is damaged: register " + next + " has rank " + rank);
            }
            register = (int) next;
            raise(group, register, rank);
        }
    }

    @Override
    public long memoryBytes() {
        return 20L * sparseSizes.length + groupBytes + codec.memoryBytes();
    }
}
