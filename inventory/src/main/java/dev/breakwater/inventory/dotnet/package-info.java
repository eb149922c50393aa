/**
 * Packages of NuGet, and the shared frameworks of .NET. Entry point: {@link
 * dev.breakwater.inventory.dotnet.NugetDetector}. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.dotnet;

import org.jspecify.annotations.NullMarked;
