/** Rules about the whole tree that no single room can hold. */
package io.barograph.checks;
