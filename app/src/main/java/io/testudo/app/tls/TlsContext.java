package io.testudo.app.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/** Turns PEM files into what TLS asks for. */
public final class TlsContext {

  private static final char[] NO_PASSWORD = {};

  private TlsContext() {}

  /**
   * The context of a door.
   *
   * @param certificate what it shows
   * @param authorities PEM file of those whose clients it trusts; null if it trusts none
   * @throws IllegalArgumentException if a file is not what it must be
   */
  public static SSLContext of(Certificate certificate, @Nullable Path authorities) {
    try {
      KeyStore own = emptyStore();
      own.setKeyEntry(
          "own",
          key(certificate.privateKey()),
          NO_PASSWORD,
          certificates(certificate.chain()).toArray(java.security.cert.Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, NO_PASSWORD);
      KeyStore trusted = emptyStore();
      if (authorities != null) {
        int number = 0;
        for (java.security.cert.Certificate authority : certificates(authorities)) {
          trusted.setCertificateEntry("authority" + number++, authority);
        }
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "certificate ("
              + certificate.chain()
              + ") must go together with private key "
              + certificate.privateKey(),
          e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      return store;
    } catch (IOException e) {
      throw new IllegalStateException("an empty key store needs no file", e);
    }
  }

  private static Collection<? extends java.security.cert.Certificate> certificates(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      var all = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (!all.isEmpty()) {
        return all;
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "certificate (" + pem + ") must be a readable PEM file", e);
    }
    throw new IllegalArgumentException("certificate (" + pem + ") must hold a certificate");
  }

  private static PrivateKey key(Path pem) {
    try (Reader reader = Files.newBufferedReader(pem);
        PEMParser parser = new PEMParser(reader)) {
      var converter = new JcaPEMKeyConverter();
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        if (object instanceof PrivateKeyInfo key) {
          return converter.getPrivateKey(key);
        }
        if (object instanceof PEMKeyPair pair) {
          return converter.getKeyPair(pair).getPrivate();
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "private key (" + pem + ") must be a readable PEM file", e);
    }
    throw new IllegalArgumentException(
        "private key (" + pem + ") must hold a private key that is not encrypted");
  }
}
