package io.barograph.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A key and the certificate of {@code localhost} that it signed itself, made by the JDK's keytool for one test.
 *
 * @param certificate a file in PEM
 * @param key a file in PEM (PKCS #8)
 * @param keystore both in PKCS #12, under {@link #PASSWORD}
 */
public record TestCertificate(Path certificate, Path key, Path keystore) {
    public static final String PASSWORD = "changeit";

    private static final String ENTRY = "own";

    /** One of RSA. */
    public static TestCertificate make(Path folder, String name) {
        return make(folder, name, "RSA");
    }

    /**
     * @param folder where the files are written
     * @param name that they begin with
     * @param algorithm as keytool calls it: {@code RSA}, {@code EC}, {@code Ed25519}
     */
    public static TestCertificate make(Path folder, String name, String algorithm) {
        TestCertificate made = new TestCertificate(
                folder.resolve(name + ".crt"), folder.resolve(name + ".key"), folder.resolve(name + ".p12"));
        try {
            made.generate(algorithm);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(made.keystore)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            Files.writeString(
                    made.certificate,
                    pem("CERTIFICATE", keys.getCertificate(ENTRY).getEncoded()));
            Files.writeString(
                    made.key,
                    pem(
                            "PRIVATE KEY",
                            keys.getKey(ENTRY, PASSWORD.toCharArray()).getEncoded()));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void generate(String algorithm) throws IOException {
        Process making = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ENTRY,
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keystore.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(making.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (making.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a key was made", e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }
}
