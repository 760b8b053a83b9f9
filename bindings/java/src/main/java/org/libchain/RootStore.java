// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.libchain.internal.Anchors;
import org.libchain.internal.Handle;
import org.libchain.internal.Octets;
import org.libchain.internal.Place;
import org.libchain.internal.Question;
import org.libchain.internal.Store;

/**
 * A set of trusted roots, and where it comes from. Immutable, and safe to share between threads. It holds
 * native memory until it is closed or collected; what was made of it does not depend on it.
 */
public final class RootStore implements AutoCloseable {
    /** Null: it is there, and could not be read. */
    private final Handle<Store> handle;
    private final String label;
    private final Map<String, String> place;
    private final ChainReadyException failure;

    private RootStore(Store store, String label, Map<String, String> place, ChainReadyException failure) {
        this.handle = store == null ? null : Handle.of(this, store);
        this.label = label;
        this.place = place;
        this.failure = failure;
    }

    private static RootStore of(Store store) {
        return new RootStore(store, store.path(), Collections.emptyMap(), null);
    }

    /** A store that is part of the report, though nobody can read it. */
    static RootStore unreadable(String label, Map<String, String> place, ChainReadyException why) {
        return new RootStore(null, label, place, why);
    }

    /**
     * Reads a file or a hashed directory: PEM, DER, JKS, PKCS#12, PKCS#7, p11-kit.
     *
     * @param path to open
     * @return to be closed
     * @throws ChainReadyException where it is not there, or not what it should be
     */
    public static RootStore ofPath(Path path) {
        return ofPath(path, null);
    }

    /**
     * Reads a keystore with its password.
     *
     * @param path to open
     * @param password null: none; the array is not kept
     * @return to be closed
     * @throws ChainReadyException where it is not there, or not what it should be
     */
    public static RootStore ofPath(Path path, char[] password) {
        Objects.requireNonNull(path, "path");
        return Errors.call(() -> of(Store.from_path(Octets.of(path), text(password))));
    }

    /**
     * Reads a store from memory, in any form that a file may have.
     *
     * @param label what reports call it
     * @param octets the file's; not kept
     * @param password null: none; the array is not kept
     * @return to be closed
     * @throws ChainReadyException where they are not what they should be
     */
    public static RootStore ofBytes(String label, byte[] octets, char[] password) {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(octets, "octets");
        return fromBytes(label, octets, text(password));
    }

    static RootStore fromBytes(String label, byte[] octets, String password) {
        return Errors.call(() -> of(Store.from_bytes(label, octets, password)));
    }

    /**
     * Takes what a trust manager accepts.
     *
     * @param label what reports call it
     * @param manager asked for its accepted issuers
     * @return to be closed
     * @throws ChainReadyException where it accepts none
     */
    public static RootStore of(String label, X509TrustManager manager) {
        Objects.requireNonNull(manager, "manager");
        return of(label, java.util.Arrays.asList(manager.getAcceptedIssuers())).madeByProgram();
    }

    /**
     * Takes what the platform's trust manager would accept with this keystore: its trusted certificates,
     * and the first certificate of each key.
     *
     * @param label what reports call it
     * @param store loaded
     * @return to be closed
     * @throws ChainReadyException where it holds none, or was not loaded
     */
    public static RootStore of(String label, KeyStore store) {
        Objects.requireNonNull(store, "store");
        try {
            store.size(); // JSSE takes one that was not loaded as an empty one
            return of(label, RuntimeRoots.managerOf(store));
        } catch (GeneralSecurityException error) {
            throw new ChainReadyException("argument", 0, -1, label, error.getMessage(), error);
        }
    }

    /**
     * Takes what an SSLContext trusts. Contexts have no getter for it: it is read from JSSE's own fields.
     *
     * @param label what reports call it
     * @param context initialised
     * @return to be closed
     * @throws ChainReadyException {@code "unsupported"} where it cannot be seen: then pass the trust
     *     manager that the context was made with
     */
    public static RootStore of(String label, SSLContext context) {
        Objects.requireNonNull(context, "context");
        X509TrustManager manager = Errors.call(() -> org.libchain.internal.Peek.trustManagerOf(context));
        if (manager == null) {
            throw new ChainReadyException("unsupported", 0, -1, label, "what an SSLContext of "
                + context.getProvider() + " trusts cannot be seen: pass its trust manager instead", null);
        }
        return of(label, manager);
    }

    /**
     * Takes certificates as anchors.
     *
     * @param label what reports call it
     * @param roots at least one
     * @return to be closed
     * @throws ChainReadyException where there is none
     */
    public static RootStore of(String label, Collection<X509Certificate> roots) {
        Objects.requireNonNull(label, "label");
        List<byte[]> anchors = new ArrayList<>(roots.size());
        for (X509Certificate root : roots) {
            try {
                anchors.add(root.getEncoded());
            } catch (CertificateEncodingException error) {
                anchors.add(new byte[0]); // skipped below, and counted
            }
        }
        return ofAnchors(label, anchors);
    }

    static RootStore ofAnchors(String label, List<byte[]> ders) {
        return Errors.call(() -> {
            try (Anchors anchors = new Anchors()) {
                for (byte[] der : ders) {
                    anchors.add(der);
                }
                return of(anchors.store(label));
            }
        });
    }

    private static String text(char[] password) {
        return password == null ? null : new String(password);
    }

    /** The same roots, with what is known of their place. This one is closed. */
    RootStore at(Map<String, String> fields) {
        if (handle == null) {
            return new RootStore(null, label, fields, failure);
        }
        Store mine = handle.release();
        return new RootStore(mine, label, fields, null);
    }

    /** As much of the label as an id may have: 47 octets. */
    private static String id(String label) {
        String id = label.isEmpty() ? "program" : label;
        while (id.getBytes(StandardCharsets.UTF_8).length > 47) {
            id = id.substring(0, id.offsetByCodePoints(id.length(), -1));
        }
        return id;
    }

    private RootStore madeByProgram() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", id(label));
        fields.put("stack", RuntimeRoots.stack());
        fields.put("manager", "program");
        fields.put("settings", RuntimeRoots.securityProperties());
        return at(fields);
    }

    /**
     * How many anchors it holds.
     *
     * @return at least 1, or 0 where it could not be read
     */
    public int size() {
        return handle == null ? 0 : handle.use(store -> (int) store.count());
    }

    /**
     * What reports call it.
     *
     * @return a path or a label
     */
    public String label() {
        return label;
    }

    /**
     * Its form.
     *
     * @return {@code "pem"}, {@code "der"}, {@code "directory"}, {@code "jks"}, {@code "jceks"},
     *     {@code "pkcs12"}, {@code "pkcs7"}, {@code "p11-kit"} or {@code "runtime"}; {@code ""} where it
     *     could not be read
     */
    public String kind() {
        return handle == null ? "" : handle.use(Store::kind);
    }

    /**
     * Is it a keystore whose integrity was checked with its password?
     *
     * @return also true for what has no integrity to check
     */
    public boolean isChecked() {
        return handle != null && handle.use(Store::is_checked);
    }

    /**
     * The fingerprints of its anchors.
     *
     * @return SHA-256 in hexadecimal, in the order of the store
     */
    public List<String> fingerprints() {
        if (handle == null) {
            return Collections.emptyList();
        }
        return Errors.call(() -> handle.use(store -> {
            List<String> list = new ArrayList<>();
            for (long i = 0; i < store.count(); i++) {
                list.add(store.sha256(i));
            }
            return Collections.unmodifiableList(list);
        }));
    }

    /**
     * Entries that are no certificate.
     *
     * @return in the order of the store
     */
    public List<Problem> skipped() {
        if (handle == null) {
            return Collections.emptyList();
        }
        return Errors.call(() -> handle.use(store -> {
            List<Problem> list = new ArrayList<>();
            for (long i = 0; i < store.skipped_count(); i++) {
                try (org.libchain.internal.Problem problem = store.skipped(i)) {
                    list.add(new Problem(problem));
                }
            }
            return Collections.unmodifiableList(list);
        }));
    }

    private Place newPlace() {
        if (place.isEmpty()) {
            return null;
        }
        Place made = new Place(label);
        try {
            place.forEach(made::put);
            return made;
        } catch (RuntimeException error) {
            made.close();
            throw error;
        }
    }

    void addTo(Question question) {
        try (Place made = newPlace()) {
            if (handle == null) {
                question.add_failure(made, failure.status(), failure.getMessage());
            } else {
                handle.use(store -> {
                    question.add_store(store, made);
                    return null;
                });
            }
        }
    }

    <R> R use(java.util.function.Function<Store, R> work) {
        if (handle == null) {
            throw failure;
        }
        return handle.use(work);
    }

    /** Gives the native memory back. The second time it does nothing. */
    @Override
    public void close() {
        if (handle != null) {
            handle.close();
        }
    }

    @Override
    public String toString() {
        return label;
    }
}
