/** Pipelines as things that run until they are told not to: their life, what they show, what is known of them. */
@org.jspecify.annotations.NullMarked
package io.barograph.server.pipeline;
