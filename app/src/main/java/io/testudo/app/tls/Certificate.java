package io.testudo.app.tls;

import io.testudo.vocabulary.entity.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that a door of ours shows.
 *
 * @param chain PEM file
 * @param privateKey PEM file of its key
 * @param fingerprint SHA-256 of the first certificate, as browsers show it
 */
public record Certificate(Path chain, Path privateKey, String fingerprint) {

  private static final Duration HOLDS = Duration.ofDays(825);

  /**
   * The operator's own.
   *
   * @throws IllegalArgumentException if a file cannot be read or is no certificate
   */
  public static Certificate of(Path chain, Path privateKey) {
    if (!Files.isReadable(privateKey)) {
      throw new IllegalArgumentException(
          "private key (" + privateKey + ") must be a readable file");
    }
    try (InputStream in = Files.newInputStream(chain)) {
      var first = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(first.getEncoded());
      String spelled = HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
      return new Certificate(chain, privateKey, spelled);
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException(
          "certificate (" + chain + ") must be a readable PEM file", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The one kept in this folder; made there if there is none, or if it has run out. */
  public static Certificate selfSigned(Path folder, String address, InstantSource clock) {
    Path chain = folder.resolve("certificate.pem");
    Path key = folder.resolve("private-key.pem");
    Instant now = clock.instant();
    if (!Files.exists(chain) || !Files.exists(key) || hasRunOut(chain, now)) {
      make(chain, key, address, now);
    }
    return of(chain, key);
  }

  private static boolean hasRunOut(Path chain, Instant now) {
    try (InputStream in = Files.newInputStream(chain)) {
      var first = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return first.getNotAfter().toInstant().isBefore(now);
    } catch (IOException | CertificateException e) {
      return true;
    }
  }

  private static void make(Path chain, Path key, String address, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      X500Name name = new X500Name("CN=Testudo");
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(128, new SecureRandom()),
              Date.from(now.minus(Duration.ofMinutes(5))),
              Date.from(now.plus(HOLDS)),
              name,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.subjectAlternativeName, false, names(address));
      X509CertificateHolder signed =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      Files.createDirectories(chain.getParent());
      writeOwnersOnly(key, pem(pair.getPrivate()));
      writeOwnersOnly(chain, pem(signed));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("every Java platform signs with ECDSA over P-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException("certificate cannot be written to " + chain, e);
    }
  }

  private static GeneralNames names(String address) {
    GeneralName localhost = new GeneralName(GeneralName.dNSName, "localhost");
    GeneralName loopback = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
    if (IpAddress.parse(address).isUnspecified() || address.equals("127.0.0.1")) {
      return new GeneralNames(new GeneralName[] {localhost, loopback});
    }
    return new GeneralNames(
        new GeneralName[] {localhost, loopback, new GeneralName(GeneralName.iPAddress, address)});
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          object instanceof java.security.PrivateKey key
              ? new org.bouncycastle.openssl.jcajce.JcaPKCS8Generator(key, null)
              : object);
    }
    return text.toString();
  }

  private static void writeOwnersOnly(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(file, text, StandardCharsets.US_ASCII);
  }
}
