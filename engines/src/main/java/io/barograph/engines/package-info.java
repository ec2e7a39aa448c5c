/**
 * Libraries of engines and file systems that are too heavy for everybody's first build: which there are, where they are
 * installed, the class loader that they live in, and how Maven fetches them. Start with
 * {@link io.barograph.engines.Engines}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.engines;
