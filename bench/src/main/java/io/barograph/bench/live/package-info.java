/** Live runs from topic to topic, on a broker of their own: beside a program written by hand, their latency, a long day. */
@NullMarked
package io.barograph.bench.live;

import org.jspecify.annotations.NullMarked;
