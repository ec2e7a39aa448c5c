/**
 * What is computed of pairs: windows of a series with its other windows, the matrix profile ({@link
 * io.barograph.core.pairs.ProfileWork}), and series with other series, their correlations ({@link
 * io.barograph.core.pairs.CorrelationWork}).
 *
 * <p>Pairs are too many for exact states, so their arithmetic is plain doubles in one written order, which is the contract of
 * the classes named {@code …Kernel}: each takes and fills arrays, and whoever follows its order, on whatever processor, gets the
 * same bits. How pairs are shared out among workers changes nothing. What is linear in the readings is taken from exact states.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.pairs;
