// Filters rows and computes what is added up of them, and words of their keys, as io.barograph.core.aggregate.totals.ComputedRow prescribes, whose twin this is. A
// thread takes the instructions of io.barograph.core.aggregate.totals.RowProgram for one row; all threads take the same ones in the same
// order, but for rows that were dropped or are undefined.
//
// Grid: x. Block: 256 threads.

#include "compute_columns/angles.cuh"
#include "compute_columns/calendar.cuh"
#include "compute_columns/elementary.cuh"
#include "compute_columns/inverse.cuh"

namespace rows {

constexpr int THREADS = 256;
constexpr int MOST_INSTRUCTIONS = 64; // RowProgram.MOST_INSTRUCTIONS
constexpr int NONE = 255;             // RowProgram.NONE
// What find_groups of group_totals.cu takes a row for.
constexpr int TAKEN = 0;
constexpr int UNDEFINED = -1;
constexpr int DROPPED = -2;
constexpr unsigned long long CANONICAL_NAN = 0x7FF8000000000000ULL;
constexpr unsigned long long SIGN = 0x8000000000000000ULL;
constexpr unsigned long long INFINITE = 0x7FF0000000000000ULL;
constexpr unsigned long long FRACTION = 0x000FFFFFFFFFFFFFULL;
// Bits of a double behind its exponent; a fraction with the leading 1 before it can be shifted by so many more.
constexpr int FRACTION_BITS = 52;
constexpr int ROOM_BITS = 11;
// From it on every double is whole.
constexpr double WHOLE = 0x1p52;
constexpr double LONGS = 0x1p63;
// Longs up to it are doubles.
constexpr long long EXACT = 1LL << 53;
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
    REMAINDER_DOUBLES,
    NEGATE_DOUBLE,
    ABS_DOUBLE,
    SIGN_DOUBLE,
    FLOOR,
    CEIL,
    ROUND,
    ROUND_TO_DIGITS,
    ROUND_TO_TENS,
    SQUARE_ROOT,
    EXP,
    LN,
    LOG10,
    LOG2,
    POWER,
    SIN,
    COS,
    TAN,
    ASIN,
    ACOS,
    ATAN,
    ATAN2,
    ADD_LONGS,
    SUBTRACT_LONGS,
    MULTIPLY_LONGS,
    DIVIDE_LONGS,
    REMAINDER_LONGS,
    DIVIDE_TO_NEAREST,
    FLOOR_DIVIDE,
    FLOOR_REMAINDER,
    NEGATE_LONG,
    ABS_LONG,
    SIGN_LONG,
    MONTH_OF_DAY,
    FIRST_DAY_OF_MONTH,
    NARROW,
    TO_SINGLE,
    LONG_TO_SINGLE,
    ORDERED_DOUBLE,
    LIMIT,
    TO_DOUBLE,
    TO_SECONDS,
    TO_DECIMAL,
    TO_LONG,
    COMPARE_LONG_TO_DOUBLE,
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
    IS_TRUE,
    CHOOSE,
    KEEP,
    WITHIN
};

/** ComputedColumns writes these, as it does the next ones. */
struct Instruction {
    /** Operation, left, right and condition, a byte each. */
    Word operation;
    Word constant;
};

struct Value {
    Word reg;
    Word *column;
};

struct Key {
    Word reg;
    /** Of the word that says which of a row's keys are NULL. */
    Word null_bit;
    Word *column;
};

struct Picked {
    /** Bits by register: those that must not be NULL. */
    Word values;
    Word filter;
};

static __device__ double number(Word bits) { return __longlong_as_double((long long)bits); }

static __device__ Word word(double value) { return value != value ? CANONICAL_NAN : (Word)__double_as_longlong(value); }

/** A number with the sign of another one. */
static __device__ double signed_as(double magnitude, Word bits) {
    return number(((Word)__double_as_longlong(magnitude) & ~SIGN) | (bits & SIGN));
}

/** A double as its fraction, a whole number, by two to the power of an exponent, of which 1 is the least. */
static __device__ Word fraction(Word magnitude, int &exponent) {
    exponent = (int)(magnitude >> FRACTION_BITS);
    if (exponent == 0) {
        exponent = 1;
        return magnitude;
    }
    return (magnitude & FRACTION) | (FRACTION + 1);
}

/** Of divisors that are not 0: by integers, as many bits at once as there is room for, and so exact. */
static __device__ double remainder(Word x, Word y) {
    Word dividend = x & ~SIGN, divisor = y & ~SIGN;
    if (dividend >= INFINITE || divisor > INFINITE) return number(CANONICAL_NAN);
    if (dividend < divisor) return number(x);
    int exponent, least;
    Word rest = fraction(dividend, exponent), modulus = fraction(divisor, least);
    rest %= modulus;
    for (int bits = exponent - least; bits > 0 && rest != 0; bits -= ROOM_BITS)
        rest = (rest << (bits < ROOM_BITS ? bits : ROOM_BITS)) % modulus;
    Word unit = least > FRACTION_BITS ? (Word)(least - FRACTION_BITS) << FRACTION_BITS : (Word)1 << (least - 1);
    return signed_as((double)rest * number(unit), x);
}

/** To the nearest whole number, ties away from zero; of a number that is not negative, or NaN. */
static __device__ double rounded(double magnitude) {
    if (!(magnitude < WHOLE)) return magnitude;
    double whole = floor(magnitude);
    return magnitude - whole >= 0.5 ? whole + 1 : whole;
}

/** The whole number nearest to an exact product, which is below WHOLE, ties upwards; rest is what its double lacks. */
static __device__ double nearest(double product, double rest) {
    double whole = floor(product);
    double beside = product - whole - 0.5;
    return beside > 0 || (beside == 0 && rest >= 0) ? whole + 1 : whole;
}

/** Undefined where doubles do not tell. */
static __device__ bool round_to_digits(Word x, double power, Word &result) {
    double magnitude = number(x & ~SIGN);
    if (!(magnitude < WHOLE)) {
        result = word(number(x));
        return true;
    }
    double scaled = magnitude * power;
    if (!(scaled < WHOLE)) return false;
    result = word(signed_as(nearest(scaled, fma(magnitude, power, -scaled)) / power, x));
    return true;
}

/** A double times a power of ten as the nearest long, ties away from zero. */
static __device__ bool to_decimal(Word x, double power, Word &result) {
    double magnitude = number(x & ~SIGN);
    double scaled = magnitude * power;
    if (!(scaled < LONGS)) return false;
    double rest = fma(magnitude, power, -scaled);
    long long found;
    if (scaled < WHOLE) {
        found = (long long)nearest(scaled, rest);
    } else {
        double whole = floor(rest);
        found = (long long)scaled + (long long)(rest - whole >= 0.5 ? whole + 1 : whole);
    }
    result = (Word)((x & SIGN) != 0 ? -found : found);
    return true;
}

/** The long nearest to a quotient, ties away from zero. */
static __device__ bool divide_to_nearest(long long x, long long y, Word &result) {
    if (y == 0 || (x == LEAST && y == -1)) return false;
    Word dividend = x < 0 ? 0 - (Word)x : (Word)x, divisor = y < 0 ? 0 - (Word)y : (Word)y;
    Word rest = dividend % divisor;
    Word found = dividend / divisor + (rest >= divisor - rest ? 1 : 0);
    result = (x < 0) == (y < 0) ? found : 0 - found;
    return true;
}

/** Nanoseconds in seconds: whole ones and the rest, with what both roundings left out. */
static __device__ double seconds(long long nanos) {
    constexpr long long PER_SECOND = 1000000000;
    if (nanos > -EXACT && nanos < EXACT) return (double)nanos / 1e9;
    double whole = (double)calendar::floor_divide(nanos, PER_SECOND);
    double rest = (double)calendar::floor_remainder(nanos, PER_SECOND);
    double fraction = rest / 1e9;
    double behind = fma(-fraction, 1e9, rest) / 1e9;
    double sum = whole + fraction;
    return sum + ((fraction - (sum - whole)) + behind);
}

/** Of infinity and NaN the number itself; undefined of finite ones that no long holds. */
static __device__ bool round_to_tens(Word x, Word power, Word &result) {
    double magnitude = number(x & ~SIGN);
    if (!(magnitude < LONGS)) {
        result = word(number(x));
        return !(magnitude <= elementary::MOST);
    }
    Word whole = (Word)(long long)magnitude, rest = whole % power;
    result = word(signed_as((double)(whole - rest + (rest >= power / 2 ? power : 0)), x));
    return true;
}

/** Of a base that is not 0 or an exponent that is not negative; false where there is no real number. */
static __device__ bool power(double base, double exponent, Word &result) {
    double magnitude = number((Word)__double_as_longlong(exponent) & ~SIGN);
    bool is_whole = !(magnitude < WHOLE) || floor(magnitude) == magnitude;
    result = word(elementary::power(base, exponent));
    return is_whole || !(base < 0) || base < -elementary::MOST;
}

/** -1, 0 or 1, exactly; NaN is above all. */
static __device__ int compare(long long left, double right) {
    if (!(right < LONGS)) return -1;
    if (right < -LONGS) return 1;
    long long whole = (long long)right;
    double rest = right - (double)whole;
    if (left != whole) return left < whole ? -1 : 1;
    return rest > 0 ? -1 : rest < 0 ? 1 : 0;
}

/** Of operands that are not NULL; false where the result is undefined. */
static __device__ bool calculate(int operation, Word x, Word y, Word constant, Word &result) {
    long long left = (long long)x, right = (long long)y;
    double one = number(x), other = number(y);
    switch (operation) {
    case ADD_DOUBLES: result = word(one + other); return true;
    case SUBTRACT_DOUBLES: result = word(one - other); return true;
    case MULTIPLY_DOUBLES: result = word(one * other); return true;
    case DIVIDE_DOUBLES: result = word(one / other); return other != 0;
    case REMAINDER_DOUBLES:
        if (other == 0) return false;
        result = word(remainder(x, y));
        return true;
    case NEGATE_DOUBLE: result = word(-one); return true;
    case ABS_DOUBLE: result = word(number(x & ~SIGN)); return true;
    case SIGN_DOUBLE: result = word(one > 0 ? 1 : one < 0 ? -1 : one); return true;
    case FLOOR: result = word(floor(one)); return true;
    case CEIL: result = word(ceil(one)); return true;
    case ROUND: result = word(signed_as(rounded(number(x & ~SIGN)), x)); return true;
    case ROUND_TO_DIGITS: return round_to_digits(x, number(constant), result);
    case ROUND_TO_TENS: return round_to_tens(x, constant, result);
    case SQUARE_ROOT: result = word(__dsqrt_rn(one)); return !(one < 0);
    case EXP: result = word(elementary::exponential(one)); return true;
    case LN: result = word(elementary::natural_logarithm(one)); return !(one <= 0);
    case LOG10: result = word(elementary::decimal_logarithm(one)); return !(one <= 0);
    case LOG2: result = word(elementary::binary_logarithm(one)); return !(one <= 0);
    case POWER: return !(one == 0 && other < 0) && power(one, other, result);
    case SIN:
    case COS:
    case TAN:
        if ((x & ~SIGN) == INFINITE) return false;
        result = word(operation == TAN ? angles::tangent(one) : angles::sine(one, operation == SIN ? 0 : 1));
        return true;
    case ASIN: result = word(inverse::sine(one)); return !(one < -1 || one > 1);
    case ACOS: result = word(inverse::cosine(one)); return !(one < -1 || one > 1);
    case ATAN: result = word(inverse::tangent(one)); return true;
    case ATAN2: result = word(inverse::angle(one, other)); return true;
    case ADD_LONGS: result = x + y; return (long long)((x ^ result) & (y ^ result)) >= 0;
    case SUBTRACT_LONGS: result = x - y; return (long long)((x ^ y) & (x ^ result)) >= 0;
    case MULTIPLY_LONGS: result = x * y; return __mul64hi(left, right) == (long long)result >> 63;
    case DIVIDE_LONGS:
        if (right == 0 || (left == LEAST && right == -1)) return false;
        result = (Word)(left / right);
        return true;
    case REMAINDER_LONGS:
        if (right == 0) return false;
        result = right == -1 ? 0 : (Word)(left % right);
        return true;
    case DIVIDE_TO_NEAREST: return divide_to_nearest(left, right, result);
    case FLOOR_DIVIDE: result = (Word)calendar::floor_divide(left, (long long)constant); return true;
    case FLOOR_REMAINDER: result = (Word)calendar::floor_remainder(left, (long long)constant); return true;
    case NEGATE_LONG: result = 0 - x; return left != LEAST;
    case ABS_LONG: result = left < 0 ? 0 - x : x; return left != LEAST;
    case SIGN_LONG: result = (Word)(long long)(left > 0 ? 1 : left < 0 ? -1 : 0); return true;
    case MONTH_OF_DAY: result = (Word)calendar::month_of_day(left); return true;
    case FIRST_DAY_OF_MONTH: result = (Word)calendar::first_day_of_month(left); return true;
    case NARROW: result = x; return (long long)(x << (64 - (int)constant)) >> (64 - (int)constant) == left;
    case TO_SINGLE: {
        double single = (double)(float)one;
        result = word(single);
        return single - single == 0 || !(one - one == 0);
    }
    case LONG_TO_SINGLE: result = word((double)(float)left); return true;
    case ORDERED_DOUBLE:
        result = word(one + 0.0);
        result ^= (Word)((long long)result >> 63) & ~SIGN;
        return true;
    case LIMIT: result = x; return left > -(long long)constant && left < (long long)constant;
    case TO_DOUBLE: result = word((double)left); return true;
    case TO_SECONDS: result = word(seconds(left)); return true;
    case TO_DECIMAL: return to_decimal(x, number(constant), result);
    case TO_LONG: {
        double nearest = rint(one);
        if (!(nearest >= -LONGS && nearest < LONGS)) return false;
        result = (Word)(long long)nearest;
        return true;
    }
    case COMPARE_LONG_TO_DOUBLE: result = (Word)(long long)compare(left, other); return true;
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
 * each value. flags: by row, takes a bit for each pick. found: by row, takes what becomes of it. keys: a column for each computed one;
 * nulls: by row, takes which keys are NULL, those that rows bring among them, as given_nulls says, null where none are.
 */
extern "C" __global__ void __launch_bounds__(rows::THREADS)
    compute_columns(const rows::Instruction *instructions, int instruction_count, const rows::Word *const *columns,
                    const rows::Word *present, int row_count, const rows::Value *values, int value_count, const rows::Picked *picks,
                    int pick_count, rows::Word *flags, int *found, const rows::Key *keys, int key_count,
                    const rows::Word *given_nulls, rows::Word *nulls) {
    using namespace rows;
    int row = blockIdx.x * rows::THREADS + threadIdx.x;
    if (row >= row_count) return;
    Word registers[MOST_INSTRUCTIONS];
    Word known = 0;
    for (int i = 0; i < instruction_count; i++) {
        int operation = (int)(instructions[i].operation & 255);
        int left = (int)(instructions[i].operation >> 8 & 255);
        int right = (int)(instructions[i].operation >> 16 & 255);
        int condition = (int)(instructions[i].operation >> 24 & 255);
        Word constant = instructions[i].constant;
        bool is_asked = condition == NONE || registers[condition] != 0;
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
        case IS_TRUE:
            is_known = true;
            result = registers[left];
            break;
        case CHOOSE:
            is_known = is_asked ? knows_left : knows_right;
            result = registers[is_asked ? left : right];
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
            if (is_known && !calculate(operation, registers[left], registers[right], constant, result)) {
                if (is_asked) {
                    found[row] = UNDEFINED;
                    return;
                }
                is_known = false;
            }
        }
        registers[i] = is_known ? result : 0;
        known |= (Word)is_known << i;
    }
    for (int i = 0; i < value_count; i++) values[i].column[row] = registers[values[i].reg];
    if (key_count > 0) {
        Word are_null = given_nulls == nullptr ? 0 : given_nulls[row];
        for (int i = 0; i < key_count; i++) {
            keys[i].column[row] = registers[keys[i].reg];
            are_null |= (~known >> keys[i].reg & 1) << keys[i].null_bit;
        }
        nulls[row] = are_null;
    }
    Word taken = 0;
    for (int pick = 0; pick < pick_count; pick++) {
        Word values_there = picks[pick].values, filter = picks[pick].filter;
        bool takes = (known & values_there) == values_there && (filter == NONE || registers[filter] != 0);
        taken |= (Word)takes << pick;
    }
    flags[row] = taken;
    found[row] = TAKEN;
}
