/**
 * Where files are kept: on local disks, or in file systems that a library brings. Formats read and write them through
 * {@link io.barograph.formats.store.FileStore}, which {@link io.barograph.formats.store.FileStores} finds by a file's name.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.formats.store;
