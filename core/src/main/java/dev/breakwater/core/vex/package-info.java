/**
 * What others say of a vulnerability in a product: OpenVEX and CSAF documents in, OpenVEX out.
 * Entry points: {@link dev.breakwater.core.vex.Vex} and {@link
 * dev.breakwater.core.vex.OpenVexReport}. Everything here is immutable and safe to share between
 * threads.
 */
@NullMarked
package dev.breakwater.core.vex;

import org.jspecify.annotations.NullMarked;
