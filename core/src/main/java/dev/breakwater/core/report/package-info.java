/**
 * Reports in the forms that people and other programs read: {@link
 * dev.breakwater.core.report.TableReport} for a terminal, {@link
 * dev.breakwater.core.report.HtmlReport} for a browser, {@link
 * dev.breakwater.core.report.JsonReport} in our own schema, and {@link
 * dev.breakwater.core.report.SarifReport} for code-scanning services. Writers are immutable and
 * safe to share between threads; the same report always gives the same bytes.
 */
@NullMarked
package dev.breakwater.core.report;

import org.jspecify.annotations.NullMarked;
