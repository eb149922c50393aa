/**
 * What the inspections of files share: a detector notices {@link dev.breakwater.content.clue.Clue
 * clues}, which the layer cache keeps, and a {@link dev.breakwater.content.clue.Rule rule} says
 * what each of them means. Entry point: {@link dev.breakwater.content.clue.ClueInspection}.
 * Stateless or for one thread, as each type says.
 */
@NullMarked
package dev.breakwater.content.clue;

import org.jspecify.annotations.NullMarked;
