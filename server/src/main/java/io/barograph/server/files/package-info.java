/** Which files of this machine the SQL of clients may name. */
@org.jspecify.annotations.NullMarked
package io.barograph.server.files;
