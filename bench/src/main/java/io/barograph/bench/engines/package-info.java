/**
 * The same query by Barograph on a cluster and by the cluster's own SQL, in turns, each answer checked before its time counts. Start
 * with {@link io.barograph.bench.engines.EngineFigures}.
 */
@NullMarked
package io.barograph.bench.engines;

import org.jspecify.annotations.NullMarked;
