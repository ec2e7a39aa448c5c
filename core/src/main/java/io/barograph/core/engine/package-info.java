/**
 * What an engine is asked ({@link io.barograph.core.engine.Engine}) and what it answers.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.engine;
