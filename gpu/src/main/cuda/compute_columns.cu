// Filters rows and computes what is added up of them, as io.barograph.core.aggregate.totals.ComputedRow prescribes, whose twin this is. A
// thread takes the instructions of io.barograph.core.aggregate.totals.RowProgram for one row; all threads take the same ones in the same
// order, but for rows that were dropped or are undefined.
//
// Grid: x. Block: 256 threads.

namespace rows {

constexpr int THREADS = 256;
constexpr int MOST_INSTRUCTIONS = 64; // RowProgram.MOST_INSTRUCTIONS
constexpr int NONE = 255;             // RowProgram.NONE
// What find_groups of group_totals.cu takes a row for.
constexpr int TAKEN = 0;
constexpr int UNDEFINED = -1;
constexpr int DROPPED = -2;
constexpr unsigned long long CANONICAL_NAN = 0x7FF8000000000000ULL;
constexpr long long LEAST = -0x7FFFFFFFFFFFFFFFLL - 1;
constexpr long long GREATEST = 0x7FFFFFFFFFFFFFFFLL;

typedef unsigned long long Word;

/** In the order of RowProgram.Operation. */
enum Operation {
    INPUT,
    CONSTANT,
    NOTHING,
    ADD_DOUBLES,
    SUBTRACT_DOUBLES,
    MULTIPLY_DOUBLES,
    DIVIDE_DOUBLES,
    NEGATE_DOUBLE,
    ADD_LONGS,
    SUBTRACT_LONGS,
    MULTIPLY_LONGS,
    DIVIDE_LONGS,
    NEGATE_LONG,
    TO_DOUBLE,
    EQUAL_DOUBLES,
    LESS_DOUBLES,
    LESS_OR_EQUAL_DOUBLES,
    EQUAL_LONGS,
    LESS_LONGS,
    LESS_OR_EQUAL_LONGS,
    NOT,
    AND,
    OR,
    IS_NULL,
    KEEP,
    WITHIN
};

/** ComputedColumns writes these, as it does the next ones. */
struct Instruction {
    /** Operation, left and right, a byte each. */
    Word operation;
    Word constant;
};

struct Value {
    Word reg;
    Word *column;
};

struct Picked {
    /** Bits by register: those that must not be NULL. */
    Word values;
    Word filter;
};

static __device__ double number(Word bits) { return __longlong_as_double((long long)bits); }

static __device__ Word word(double value) { return value != value ? CANONICAL_NAN : (Word)__double_as_longlong(value); }

/** Of operands that are not NULL; false where the result is undefined. */
static __device__ bool calculate(int operation, Word x, Word y, Word &result) {
    long long left = (long long)x, right = (long long)y;
    double one = number(x), other = number(y);
    switch (operation) {
    case ADD_DOUBLES: result = word(one + other); return true;
    case SUBTRACT_DOUBLES: result = word(one - other); return true;
    case MULTIPLY_DOUBLES: result = word(one * other); return true;
    case DIVIDE_DOUBLES: result = word(one / other); return other != 0;
    case NEGATE_DOUBLE: result = word(-one); return true;
    case ADD_LONGS: result = x + y; return (long long)((x ^ result) & (y ^ result)) >= 0;
    case SUBTRACT_LONGS: result = x - y; return (long long)((x ^ y) & (x ^ result)) >= 0;
    case MULTIPLY_LONGS: result = x * y; return __mul64hi(left, right) == (long long)result >> 63;
    case DIVIDE_LONGS:
        if (right == 0 || (left == LEAST && right == -1)) return false;
        result = (Word)(left / right);
        return true;
    case NEGATE_LONG: result = 0 - x; return left != LEAST;
    case TO_DOUBLE: result = word((double)left); return true;
    case EQUAL_DOUBLES: result = one == other || (one != one && other != other); return true;
    case LESS_DOUBLES: result = one < other || (one == one && other != other); return true;
    case LESS_OR_EQUAL_DOUBLES: result = one <= other || other != other; return true;
    case EQUAL_LONGS: result = left == right; return true;
    case LESS_LONGS: result = left < right; return true;
    case LESS_OR_EQUAL_LONGS: result = left <= right; return true;
    default: result = x == 0; return true; // NOT
    }
}

} // namespace rows

/**
 * columns: of the chunk, null where all words are 0. present: by row a bit for each input, null where all are there. values: a column for
 * each value. flags: by row, takes a bit for each pick. found: by row, takes what becomes of it.
 */
extern "C" __global__ void __launch_bounds__(rows::THREADS)
    compute_columns(const rows::Instruction *instructions, int instruction_count, const rows::Word *const *columns,
                    const rows::Word *present, int row_count, const rows::Value *values, int value_count, const rows::Picked *picks,
                    int pick_count, rows::Word *flags, int *found) {
    using namespace rows;
    int row = blockIdx.x * rows::THREADS + threadIdx.x;
    if (row >= row_count) return;
    Word registers[MOST_INSTRUCTIONS];
    Word known = 0;
    for (int i = 0; i < instruction_count; i++) {
        int operation = (int)(instructions[i].operation & 255);
        int left = (int)(instructions[i].operation >> 8 & 255);
        int right = (int)(instructions[i].operation >> 16 & 255);
        Word constant = instructions[i].constant;
        Word result = 0;
        bool is_known;
        bool knows_left = operation > NOTHING && (known >> left & 1) != 0;
        bool knows_right = operation > NOTHING && (known >> right & 1) != 0;
        switch (operation) {
        case INPUT:
            is_known = present == nullptr || (present[row] >> right & 1) != 0;
            if (is_known && columns[left] != nullptr) result = columns[left][row];
            break;
        case CONSTANT:
            is_known = true;
            result = constant;
            break;
        case NOTHING: is_known = false; break;
        case AND:
        case OR: {
            Word decisive = operation == OR ? 1 : 0;
            bool decided = (knows_left && registers[left] == decisive) || (knows_right && registers[right] == decisive);
            is_known = decided || (knows_left && knows_right);
            result = decided ? decisive : 1 - decisive;
            break;
        }
        case IS_NULL:
            is_known = true;
            result = knows_left ? 0 : 1;
            break;
        case KEEP:
            if (registers[left] == 0) {
                found[row] = DROPPED;
                return;
            }
            is_known = false;
            break;
        case WITHIN: {
            long long time = (long long)registers[left];
            if (!knows_left || time < LEAST + (long long)constant || time > GREATEST - (long long)constant) {
                found[row] = UNDEFINED;
                return;
            }
            is_known = false;
            break;
        }
        default:
            is_known = knows_left && knows_right;
            if (is_known && !calculate(operation, registers[left], registers[right], result)) {
                found[row] = UNDEFINED;
                return;
            }
        }
        registers[i] = is_known ? result : 0;
        known |= (Word)is_known << i;
    }
    for (int i = 0; i < value_count; i++) values[i].column[row] = registers[values[i].reg];
    Word taken = 0;
    for (int pick = 0; pick < pick_count; pick++) {
        Word values_there = picks[pick].values, filter = picks[pick].filter;
        bool takes = (known & values_there) == values_there && (filter == NONE || registers[filter] != 0);
        taken |= (Word)takes << pick;
    }
    flags[row] = taken;
    found[row] = TAKEN;
}
