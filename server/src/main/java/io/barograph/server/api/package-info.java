/** Version 1 of the API: what each route does. */
@org.jspecify.annotations.NullMarked
package io.barograph.server.api;
