/** Measurements of the GPU's kernels alone: in their package, whose classes others need not see. */
@NullMarked
package io.barograph.gpu;

import org.jspecify.annotations.NullMarked;
