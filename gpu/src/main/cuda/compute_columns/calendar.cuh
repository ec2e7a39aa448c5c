// Days and months of the proleptic Gregorian calendar in integers, as io.barograph.core.text.CivilDate has them (H. Hinnant, "chrono-Compatible
// Low-Level Date Algorithms"). Years begin in March, so that the leap day ends one; eras have 400 of them.
#pragma once

namespace calendar {

constexpr long long DAYS_PER_ERA = 146097;
constexpr long long MONTHS_PER_ERA = 4800;
// From 0000-03-01 to 1970-01-01.
constexpr long long DAYS_TO_EPOCH = 719468;

/** Of a divisor above 0. */
static __device__ long long floor_divide(long long value, long long divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

static __device__ long long floor_remainder(long long value, long long divisor) {
    long long rest = value % divisor;
    return rest < 0 ? rest + divisor : rest;
}

/** Months from January of the year 0 to the one of a day, in days since 1970. */
static __device__ long long month_of_day(long long day) {
    long long shifted = day + DAYS_TO_EPOCH;
    long long era = floor_divide(shifted, DAYS_PER_ERA);
    long long day_of_era = shifted - era * DAYS_PER_ERA;
    long long year = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    long long day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    return era * MONTHS_PER_ERA + year * 12 + (5 * day_of_year + 2) / 153 + 2;
}

/** The first day of so many months after January of the year 0, in days since 1970. */
static __device__ long long first_day_of_month(long long month) {
    long long era = floor_divide(month - 2, MONTHS_PER_ERA);
    long long month_of_era = month - 2 - era * MONTHS_PER_ERA;
    long long year = month_of_era / 12;
    long long day_of_year = (153 * (month_of_era % 12) + 2) / 5;
    return era * DAYS_PER_ERA + 365 * year + year / 4 - year / 100 + day_of_year - DAYS_TO_EPOCH;
}

} // namespace calendar
