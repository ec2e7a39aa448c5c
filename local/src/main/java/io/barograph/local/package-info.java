/**
 * The embedded engine: all cores, bounded memory, no cluster.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.local;
