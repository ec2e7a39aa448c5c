/**
 * Records that are pushed by HTTP, journaled before they are acknowledged. {@link io.barograph.connectors.http.HttpOptions} is
 * what a declaration may say, {@link io.barograph.connectors.http.PushServer} listens,
 * {@link io.barograph.connectors.http.PushPath} answers for one table.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.connectors.http;
