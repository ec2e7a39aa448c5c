package io.barograph.connectors.shared;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.GivenOptions;
import io.barograph.formats.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where the declaration of a table has from by what we prove who we are: a certificate and its private key, as two files (PEM)
 * or as a keystore (PKCS #12) with a password. Nothing is read before {@link #keys}.
 */
public final class TlsIdentity {
    static final String CERTIFICATE = "tls.certificate";
    static final String KEY = "tls.key";
    static final String KEYSTORE = "tls.keystore";
    static final String PASSWORD = "tls.keystore.password";

    /** The options by which one is given. */
    public static final List<String> OPTIONS = Stream.concat(
                    Stream.of(CERTIFICATE, KEY, KEYSTORE), Secret.options(PASSWORD).stream())
            .toList();

    private static final byte[] SIGNED = {1, 2, 3};

    private final @Nullable String certificate;
    private final @Nullable String key;
    private final @Nullable String keystore;
    private final Secret password;

    private TlsIdentity(
            @Nullable String certificate, @Nullable String key, @Nullable String keystore, Secret password) {
        this.certificate = certificate;
        this.key = key;
        this.keystore = keystore;
        this.password = password;
    }

    /**
     * Takes its options; null where none is given.
     *
     * @throws BarographException {@code INVALID_OPTION} where they do not go together
     */
    public static @Nullable TlsIdentity take(GivenOptions given) {
        TlsIdentity identity = new TlsIdentity(
                given.take(CERTIFICATE), given.take(KEY), given.take(KEYSTORE), Secret.take(given, PASSWORD));
        boolean byFiles = identity.certificate != null || identity.key != null;
        if (byFiles && identity.keystore != null) {
            throw given.invalid("options '" + CERTIFICATE + "' and '" + KEY + "', and option '" + KEYSTORE
                    + "', say the same thing; give the two, or the one");
        }
        if (byFiles && (identity.certificate == null || identity.key == null)) {
            throw given.invalid("options '" + CERTIFICATE + "' and '" + KEY + "' need each other");
        }
        if ((identity.keystore != null) != identity.password.isGiven()) {
            throw given.invalid("options '" + KEYSTORE + "' and '" + PASSWORD + ".env' (or .file) need each other");
        }
        return byFiles || identity.keystore != null ? identity : null;
    }

    /**
     * The certificates and their key, read anew.
     *
     * @throws BarographException where a file is missing or cannot be read, where it holds something else, or where key and
     *     certificate do not belong together
     */
    public KeyManagerFactory keys() {
        String secret = keystore == null ? "" : String.valueOf(password.value());
        try {
            KeyStore store = keystore == null ? files() : keystore(keystore, secret);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, secret.toCharArray());
            return keys;
        } catch (UnrecoverableKeyException e) {
            throw wrongPassword(String.valueOf(keystore));
        } catch (GeneralSecurityException | IOException e) {
            throw new BarographException(ErrorCode.INTERNAL, "every Java has keystores: " + e.getMessage(), e);
        }
    }

    private KeyStore files() throws GeneralSecurityException, IOException {
        String certificates = String.valueOf(certificate);
        List<X509Certificate> chain = PemFiles.certificates(CERTIFICATE, certificates);
        PublicKey open = chain.get(0).getPublicKey();
        PrivateKey secret = PemFiles.privateKey(KEY, String.valueOf(key), open.getAlgorithm());
        if (!belongs(secret, open)) {
            throw PemFiles.invalid(
                    KEY,
                    "'" + key + "' is the key of another certificate than the first of '" + certificates
                            + "'; give the one by which that was asked for");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", secret, new char[0], chain.toArray(Certificate[]::new));
        return store;
    }

    /** Whether what one key signs is signed by the other's owner. */
    private static boolean belongs(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default ->
                throw PemFiles.invalid(
                        CERTIFICATE, "keys of " + open.getAlgorithm() + " are not used; RSA, EC and Ed25519 are");
        };
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(secret);
        signing.update(SIGNED);
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(open);
        checking.update(SIGNED);
        try {
            return checking.verify(signing.sign());
        } catch (SignatureException otherLength) {
            return false;
        }
    }

    private static KeyStore keystore(String file, String secret) throws GeneralSecurityException {
        byte[] bytes = PemFiles.bytes(KEYSTORE, file);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(new ByteArrayInputStream(bytes), secret.toCharArray());
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw wrongPassword(file);
            }
            throw PemFiles.invalid(KEYSTORE, "'" + file + "' is no keystore in PKCS #12: " + e.getMessage());
        }
        for (String entry : Collections.list(store.aliases())) {
            if (store.isKeyEntry(entry)) {
                return store;
            }
        }
        throw PemFiles.invalid(KEYSTORE, "'" + file + "' holds certificates, but no private key");
    }

    private static BarographException wrongPassword(String file) {
        return PemFiles.invalid(PASSWORD, "this is not the password of '" + file + "'");
    }

    /** Whether it is declared by the same files. */
    public boolean isSameAs(@Nullable TlsIdentity other) {
        return other != null && toString().equals(other.toString());
    }

    /** Names files, and shows no secret. */
    @Override
    public String toString() {
        return keystore == null ? "'" + certificate + "' with '" + key + "'" : "'" + keystore + "'";
    }
}
