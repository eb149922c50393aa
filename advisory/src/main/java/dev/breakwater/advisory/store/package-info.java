/**
 * The advisory store: a directory with one sorted, memory-mapped, read-only file for each ecosystem
 * and release, and one each for the KEV and EPSS tables. Entry points: {@link
 * dev.breakwater.advisory.store.AdvisoryStore} to read, {@link
 * dev.breakwater.advisory.store.StoreWriter}, {@link dev.breakwater.advisory.store.KevWriter} and
 * {@link dev.breakwater.advisory.store.EpssWriter} to write. Readers are safe to share between
 * threads; a writer belongs to one thread. Any number of processes may read and write: a file is
 * never changed in place, only replaced as a whole by rename.
 */
@NullMarked
package dev.breakwater.advisory.store;

import org.jspecify.annotations.NullMarked;
