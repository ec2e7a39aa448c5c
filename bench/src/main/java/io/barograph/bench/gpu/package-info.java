/** What a GPU takes for what the CPU can do as well, with the same bits. */
@NullMarked
package io.barograph.bench.gpu;

import org.jspecify.annotations.NullMarked;
