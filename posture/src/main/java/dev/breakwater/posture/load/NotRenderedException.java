package dev.breakwater.posture.load;

/** Why a chart or an overlay was not rendered, for people, as the end of a sentence. */
final class NotRenderedException extends Exception {
  private static final long serialVersionUID = 1L;

  NotRenderedException(String why) {
    super(why, null, false, false);
  }
}
