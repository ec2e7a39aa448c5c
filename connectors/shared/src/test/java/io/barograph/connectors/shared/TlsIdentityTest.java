package io.barograph.connectors.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.GivenOptions;
import io.barograph.testkit.server.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("thorough")
class TlsIdentityTest {
    @TempDir
    Path folder;

    private static TlsIdentity identity(Object... options) {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < options.length; i += 2) {
            given.put(options[i].toString(), options[i + 1].toString());
        }
        return Objects.requireNonNull(TlsIdentity.take(new GivenOptions("http", given)));
    }

    private static void assertRefused(ErrorCode code, String message, Object... options) {
        assertThatThrownBy(() -> identity(options).keys())
                .isInstanceOfSatisfying(
                        BarographException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessageContaining(message)
                .hasMessageNotContaining(TestCertificate.PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void filesAndKeystoresAreTheSame(String algorithm) {
        TestCertificate made = TestCertificate.make(folder, "own", algorithm);
        TlsIdentity files = identity("tls.certificate", made.certificate(), "tls.key", made.key());
        TlsIdentity store =
                identity("tls.keystore", made.keystore(), "tls.keystore.password", TestCertificate.PASSWORD);
        for (TlsIdentity each : new TlsIdentity[] {files, store}) {
            X509ExtendedKeyManager keys = (X509ExtendedKeyManager) each.keys().getKeyManagers()[0];
            String kind = algorithm.equals("Ed25519") ? "EdDSA" : algorithm;
            String name = keys.getServerAliases(kind, null)[0];
            assertThat(keys.getPrivateKey(name)).isNotNull();
            assertThat(keys.getCertificateChain(name)).hasSize(1);
        }
    }

    @Test
    void whatIsWrongWithFilesIsSaid() throws IOException {
        TestCertificate own = TestCertificate.make(folder, "own");
        TestCertificate other = TestCertificate.make(folder, "other");
        TestCertificate curve = TestCertificate.make(folder, "curve", "EC");
        Path gone = folder.resolve("gone.pem");
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
        Path old = Files.writeString(
                folder.resolve("old.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        Path locked = Files.writeString(
                folder.resolve("locked.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        String certificate = "tls.certificate";
        String key = "tls.key";
        assertRefused(ErrorCode.FILE_NOT_FOUND, "'tls.certificate' names", certificate, gone, key, own.key());
        assertRefused(
                ErrorCode.FILE_NOT_FOUND, "gone.pem', which is not there", certificate, own.certificate(), key, gone);
        assertRefused(ErrorCode.IO_ERROR, "cannot read", certificate, folder, key, own.key());
        assertRefused(ErrorCode.INVALID_OPTION, "holds no certificates", certificate, text, key, own.key());
        assertRefused(ErrorCode.INVALID_OPTION, "holds no certificates", certificate, own.key(), key, own.key());
        assertRefused(ErrorCode.INVALID_OPTION, "holds no private key", certificate, own.certificate(), key, text);
        assertRefused(ErrorCode.INVALID_OPTION, "openssl pkcs8 -topk8", certificate, own.certificate(), key, old);
        assertRefused(ErrorCode.INVALID_OPTION, "(ENCRYPTED PRIVATE KEY)", certificate, own.certificate(), key, locked);
        assertRefused(
                ErrorCode.INVALID_OPTION,
                "the key of another certificate",
                certificate,
                own.certificate(),
                key,
                other.key());
        assertRefused(
                ErrorCode.INVALID_OPTION,
                "no key for a certificate of RSA",
                certificate,
                own.certificate(),
                key,
                curve.key());
    }

    @Test
    void whatIsWrongWithAKeystoreIsSaid() {
        TestCertificate own = TestCertificate.make(folder, "own");
        String store = "tls.keystore";
        String password = "tls.keystore.password";
        assertRefused(ErrorCode.INVALID_OPTION, "not the password of", store, own.keystore(), password, "another");
        assertRefused(ErrorCode.INVALID_OPTION, "no keystore in PKCS #12", store, own.key(), password, "x");
        assertRefused(ErrorCode.FILE_NOT_FOUND, "not there", store, folder.resolve("gone"), password, "x");
        assertThatThrownBy(() -> identity(store, own.keystore(), password, "x", "tls.key", own.key()))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("say the same thing");
    }
}
