/** What the service says over HTTP, whatever about: routes, problems, who may ask, streams, files of the page. */
@org.jspecify.annotations.NullMarked
package io.barograph.server.http;
