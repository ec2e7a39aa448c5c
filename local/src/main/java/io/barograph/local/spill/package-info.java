/**
 * What does not fit into memory, in temporary files that no way of ending the process leaves behind.
 */
@NullMarked
package io.barograph.local.spill;

import org.jspecify.annotations.NullMarked;
