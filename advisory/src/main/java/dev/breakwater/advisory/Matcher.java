package dev.breakwater.advisory;

/** Finds the advisories that apply to an inventory. */
public final class Matcher {
  private Matcher() {}
}
