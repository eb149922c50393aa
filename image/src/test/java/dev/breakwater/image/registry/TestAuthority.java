package dev.breakwater.image.registry;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority of the test's own, and a certificate that it signed for loopback. */
record TestAuthority(Path caFile, Path certificate, Path key, SSLContext server) {

  static TestAuthority in(Path directory) throws Exception {
    Path ca = directory.resolve("ca.crt");
    Path caKey = directory.resolve("ca.key");
    Path request = directory.resolve("server.csr");
    Path certificate = directory.resolve("server.crt");
    Path key = directory.resolve("server.key");
    Path names = directory.resolve("names.cnf");
    Path store = directory.resolve("server.p12");
    Files.writeString(names, "subjectAltName=DNS:localhost,DNS:registry.example,IP:127.0.0.1\n");
    Programs.run(
        directory,
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=Test authority",
        "-keyout",
        caKey.toString(),
        "-out",
        ca.toString());
    Programs.run(
        directory,
        "openssl",
        "req",
        "-new",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=localhost",
        "-keyout",
        key.toString(),
        "-out",
        request.toString());
    Programs.run(
        directory,
        "openssl",
        "x509",
        "-req",
        "-in",
        request.toString(),
        "-CA",
        ca.toString(),
        "-CAkey",
        caKey.toString(),
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        names.toString(),
        "-out",
        certificate.toString());
    Programs.run(
        directory,
        "openssl",
        "pkcs12",
        "-export",
        "-in",
        certificate.toString(),
        "-inkey",
        key.toString(),
        "-passout",
        "pass:secret",
        "-out",
        store.toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "secret".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "secret".toCharArray());
    SSLContext server = SSLContext.getInstance("TLS");
    server.init(managers.getKeyManagers(), null, null);
    return new TestAuthority(ca, certificate, key, server);
  }
}
