/**
 * The repositories of yum, dnf and zypper as a feed: which security updates they announce in {@code
 * updateinfo.xml} that a subject's rpm packages lack. Entry point: {@link
 * dev.breakwater.advisory.updateinfo.RpmRepositories}, which may be called from any thread; several
 * may share one cache directory.
 */
@NullMarked
package dev.breakwater.advisory.updateinfo;

import org.jspecify.annotations.NullMarked;
