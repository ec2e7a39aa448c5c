/**
 * Totals of rows by group as plain integers: what a device adds up ({@link io.barograph.core.aggregate.totals.TotalsKernel} says how), and
 * what states take over from it ({@link io.barograph.core.aggregate.totals.TotalsState}). No state is finished from these.
 */
@NullMarked
package io.barograph.core.aggregate.totals;

import org.jspecify.annotations.NullMarked;
