// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** One JVM that says what it trusts: as libchain sees it, and then as its TrustManagerFactory does. */
final class Probe {
    private Probe() {
    }

    /** Usage: Probe [setDefault PEM | useDefault | urlDefault PEM | provider PEM]. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            prepare(arguments);
        }
        for (RootStore store : RuntimeRoots.open()) {
            try {
                System.out.println(store.label() + " " + store.kind() + " " + store.size() + " "
                    + String.join(",", new TreeSet<>(store.fingerprints())).hashCode());
            } finally {
                store.close();
            }
        }
        System.out.println("jsse " + jsse());
        Report report = Tree.question().ready();
        for (StoreState state : report.stores()) {
            System.out.println("state " + state.id() + " " + state.outcome().verdict().word() + " "
                + state.problem().map(Problem::message).orElse("") + " " + state.command().orElse("-"));
        }
    }

    private static void prepare(String[] arguments) throws Exception {
        if (arguments[0].equals("useDefault")) {
            SSLContext.getDefault();
            return;
        }
        if (arguments[0].equals("provider")) {
            Foreign.pem = arguments[1];
            java.security.Security.insertProviderAt(new Foreign(), 1);
            return;
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers(arguments[1]), null);
        if (arguments[0].equals("setDefault")) {
            SSLContext.setDefault(context);
        } else {
            HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
        }
    }

    static KeyStore keystore(String pem) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("root", CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(Paths.get(pem)))));
        return store;
    }

    static TrustManager[] managers(String pem) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(keystore(pem));
        return factory.getTrustManagers();
    }

    private static String jsse() {
        List<String> hashes = new ArrayList<>();
        try {
            for (X509Certificate root : RuntimeRoots.managerOf(null).getAcceptedIssuers()) {
                StringBuilder hex = new StringBuilder();
                for (byte octet : MessageDigest.getInstance("SHA-256").digest(root.getEncoded())) {
                    hex.append(String.format("%02x", octet));
                }
                hashes.add(hex.toString());
            }
        } catch (java.security.GeneralSecurityException error) {
            return "fails";
        }
        return hashes.size() + " " + String.join(",", new TreeSet<>(hashes)).hashCode();
    }
}
