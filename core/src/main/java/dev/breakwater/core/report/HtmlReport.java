package dev.breakwater.core.report;

import dev.breakwater.core.Report;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The report as one page for people without a terminal: the verdict and why, the layers and what
 * each brought, the plan, and the findings with filters. It holds all it needs and may fetch
 * nothing: its content security policy allows its own style and script, named by their hashes, and
 * forbids everything else. Without scripts all but the table of findings can be read.
 *
 * @param toolVersion the version of this program, as told to the reader
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy Level 3</a>
 */
public record HtmlReport(String toolVersion) implements ReportWriter {

  @Override
  public void write(Report report, OutputStream out) throws IOException {
    String style = resource("report.css");
    String script = resource("report.js");
    HtmlText html = new HtmlText();
    head(report, style, script, html);
    new HtmlSections(report, html).all();
    html.markup("<footer><p>Written by Breakwater ").text(toolVersion);
    html.markup(
        ". This page is one file: it holds all its data and fetches nothing.</p></footer>\n");
    html.markup("<script type=\"application/json\" id=\"data\">");
    html.flush(out);
    HtmlData.write(report, new ScriptSafe(out));
    html.markup("</script>\n<script>").markup(script).markup("</script>\n</body>\n</html>\n");
    html.flush(out);
    out.flush();
  }

  private void head(Report report, String style, String script, HtmlText html) {
    html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    html.markup("script-src '").markup(hash(script)).markup("'; ");
    html.markup("style-src '").markup(hash(style)).markup("'; ");
    html.markup("base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'\">\n");
    html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.markup("<meta name=\"referrer\" content=\"no-referrer\">\n");
    html.markup("<meta name=\"generator\" content=\"Breakwater ").text(toolVersion).markup("\">\n");
    html.markup("<title>").text(report.subject().name());
    html.markup(": ").text(HtmlSections.outcome(report)).markup(" – Breakwater</title>\n");
    html.markup("<style>").markup(style).markup("</style>\n</head>\n<body>\n");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("this program was packed without " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String hash(String inline) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(inline.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /**
   * JSON in which no markup can begin, so that nothing in it can end the script element. In JSON a
   * less-than sign stands only in texts, and in UTF-8 it is never part of another character.
   */
  private static final class ScriptSafe extends FilterOutputStream {
    private static final byte[] ESCAPED = "\\u003c".getBytes(StandardCharsets.US_ASCII);

    ScriptSafe(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      if (b == '<') {
        out.write(ESCAPED);
      } else {
        out.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int begin = from;
      for (int i = from; i < from + length; i++) {
        if (bytes[i] == '<') {
          out.write(bytes, begin, i - begin);
          out.write(ESCAPED);
          begin = i + 1;
        }
      }
      out.write(bytes, begin, from + length - begin);
    }
  }
}
