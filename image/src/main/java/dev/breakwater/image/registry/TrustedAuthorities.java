package dev.breakwater.image.registry;

import dev.breakwater.core.BreakwaterException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificate authorities of one's own, trusted beside those of the JDK. */
final class TrustedAuthorities {
  private static final int MAX_BYTES = 8 * 1024 * 1024;
  private static final int MAX_CERTIFICATES = 5000;
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private TrustedAuthorities() {}

  /**
   * A TLS context that trusts the certificates of a PEM file too; what else the file holds is left
   * alone.
   *
   * @throws BreakwaterException where it cannot be read or holds no certificate
   */
  static SSLContext with(Path pem) throws BreakwaterException {
    try {
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      int count = 0;
      for (Certificate certificate : read(pem)) {
        anchors.setCertificateEntry("given-" + count++, certificate);
      }
      for (X509Certificate certificate : systemAnchors()) {
        anchors.setCertificateEntry("system-" + count++, certificate);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(anchors), null);
      return context;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new BreakwaterException(
          "Tried to read certificate authorities from "
              + pem
              + " but "
              + (e.getMessage() == null || e.getMessage().equals(pem.toString())
                  ? "it cannot be read"
                  : UntrustedText.clean(e.getMessage(), 200))
              + ": give a file of certificates in PEM form",
          e);
    }
  }

  private static List<Certificate> read(Path pem) throws IOException, GeneralSecurityException {
    byte[] document;
    try (InputStream in = Files.newInputStream(pem)) {
      document = in.readNBytes(MAX_BYTES + 1);
    }
    if (document.length > MAX_BYTES) {
      throw new IOException("it is longer than " + MAX_BYTES + " bytes");
    }
    String text = new String(document, StandardCharsets.ISO_8859_1);
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> certificates = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int end = text.indexOf(END, begin);
      if (end < 0) {
        throw new IOException("its last certificate is cut short");
      }
      if (certificates.size() == MAX_CERTIFICATES) {
        throw new IOException("it holds more than " + MAX_CERTIFICATES + " certificates");
      }
      byte[] encoded = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
      certificates.add(factory.generateCertificate(new ByteArrayInputStream(encoded)));
      begin = text.indexOf(BEGIN, end);
    }
    if (certificates.isEmpty()) {
      throw new IOException("it holds no certificate");
    }
    return certificates;
  }

  private static X509Certificate[] systemAnchors() throws GeneralSecurityException {
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager system) {
        return system.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  private static TrustManager[] managers(@Nullable KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return factory.getTrustManagers();
  }
}
