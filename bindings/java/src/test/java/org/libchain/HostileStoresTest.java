// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is not a store gives an exception that says where, and nothing worse. */
class HostileStoresTest {
    private static final byte[] PEM = Tree.read(Tree.root("globalsign-root-r46"));
    private static final Path CACERTS = Paths.get(System.getProperty("java.home"), "lib/security/cacerts");

    private static ChainReadyException refused(byte[] octets) {
        return assertThrows(ChainReadyException.class,
            () -> RootStore.ofBytes("/srv/hostile", octets, null).close());
    }

    @Test
    void everyTruncationOfAKeystore() {
        byte[] whole = Tree.read(CACERTS);
        for (int size = 0; size < whole.length; size += 1 + size / 40) {
            try (RootStore part = RootStore.ofBytes("/srv/hostile", Arrays.copyOf(whole, size), null)) {
                // what could be read is used, and the rest is told
                assertTrue(part.skipped().stream().anyMatch(each -> each.status().equals("malformed")));
            } catch (ChainReadyException error) {
                assertEquals("/srv/hostile", error.path());
                assertNotNull(error.getMessage());
            }
        }
    }

    @Test
    void everyTruncationOfAPem() {
        for (int size = 0; size < PEM.length - 2; size += 7) {
            assertTrue(refused(Arrays.copyOf(PEM, size)).status().matches("malformed|not_found"));
        }
    }

    @Test
    void junk() {
        Random random = new Random(1); // always the same
        for (int i = 0; i < 200; i++) {
            byte[] junk = new byte[random.nextInt(4000)];
            random.nextBytes(junk);
            junk = i % 2 == 0 ? junk : head(junk, 0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2);
            assertEquals("malformed", refused(junk).status());
        }
    }

    private static byte[] head(byte[] junk, int... head) {
        for (int i = 0; i < head.length && i < junk.length; i++) {
            junk[i] = (byte) head[i];
        }
        return junk;
    }

    /** Bits flip in a real keystore: it is read, skipped in parts or refused, and nothing else happens. */
    @Test
    void flippedBits() {
        byte[] whole = Tree.read(CACERTS);
        Random random = new SecureRandom();
        for (int i = 0; i < 100; i++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            try (RootStore store = RootStore.ofBytes("flipped", damaged, null)) {
                assertTrue(store.size() + store.skipped().size() > 100, "octet " + at);
            } catch (ChainReadyException error) {
                assertNotNull(error.status(), "octet " + at);
            }
        }
    }

    @Test
    void saysWhere() {
        byte[] second = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
            .getBytes(StandardCharsets.US_ASCII);
        byte[] both = Arrays.copyOf(PEM, PEM.length + second.length);
        System.arraycopy(second, 0, both, PEM.length, second.length);
        try (RootStore store = RootStore.ofBytes("two.pem", both, null)) {
            assertEquals(1, store.size());
            Problem problem = store.skipped().get(0);
            assertEquals(2, problem.entry());
            assertEquals(PEM.length, problem.offset());
            assertEquals("malformed", problem.status());
            assertEquals("two.pem: entry 2: " + problem.message(), problem.toString());
        }
        ChainReadyException error = refused(second);
        assertEquals(1, error.entry());
        assertEquals(0, error.offset());
        assertEquals("org.libchain.ChainReadyException: /srv/hostile: entry 1: offset 0: "
            + error.getMessage() + " (malformed)", error.toString());
    }

    @Test
    void passwords() throws Exception {
        KeyStore keystore = KeyStore.getInstance("PKCS12");
        keystore.load(null, null);
        java.io.ByteArrayOutputStream octets = new java.io.ByteArrayOutputStream();
        keystore.setCertificateEntry("r46", java.security.cert.CertificateFactory.getInstance("X.509")
            .generateCertificate(new java.io.ByteArrayInputStream(PEM)));
        keystore.store(octets, "secret".toCharArray());
        try (RootStore store = RootStore.ofBytes("p12", octets.toByteArray(), "secret".toCharArray())) {
            assertEquals(1, store.size());
            assertEquals("pkcs12", store.kind());
            assertTrue(store.isChecked());
        }
        assertEquals("password", assertThrows(ChainReadyException.class, () -> RootStore.ofBytes("p12",
            octets.toByteArray(), "other".toCharArray())).status());
    }

    @Test
    void otherInputs() throws Exception {
        assertEquals("not_found", assertThrows(ChainReadyException.class,
            () -> RootStore.ofPath(Paths.get("/none/é"))).status());
        assertEquals("/none/é", assertThrows(ChainReadyException.class,
            () -> RootStore.ofPath(Paths.get("/none/é"))).path());
        assertEquals("not_found", assertThrows(ChainReadyException.class,
            () -> RootStore.of("none", Collections.emptyList())).status());
        assertEquals("malformed", assertThrows(ChainReadyException.class,
            () -> ServerChain.ofBytes(new byte[] {0x30, (byte) 0x80})).status());
        assertEquals("malformed", assertThrows(ChainReadyException.class,
            () -> Migration.ofBytes("[]".getBytes(StandardCharsets.US_ASCII))).status());
        assertEquals("not_found", assertThrows(ChainReadyException.class,
            () -> Migration.builtIn("none")).status());
        KeyStore unloaded = KeyStore.getInstance("PKCS12");
        assertEquals("argument", assertThrows(ChainReadyException.class,
            () -> RootStore.of("unloaded", unloaded)).status());
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        assertEquals("not_found", assertThrows(ChainReadyException.class,
            () -> RootStore.of("empty", empty)).status());
        assertThrows(IllegalArgumentException.class, () -> Migration.builtIn("nul\0inside"));
    }

    @Test
    void nullsAreRefused() {
        assertThrows(NullPointerException.class, () -> RootStore.ofPath(null));
        assertThrows(NullPointerException.class, () -> RootStore.ofBytes(null, PEM, null));
        assertThrows(NullPointerException.class, () -> RootStore.ofBytes("label", null, null));
        assertThrows(NullPointerException.class, () -> RootStore.of("label", (KeyStore) null));
        assertThrows(NullPointerException.class, () -> RootStore.of(null, Collections.emptyList()));
        assertThrows(NullPointerException.class, () -> ServerChain.ofBytes(null));
        assertThrows(NullPointerException.class, () -> Migration.ofBytes(null));
        assertThrows(NullPointerException.class, () -> ChainReady.builder().at(null));
        assertThrows(NullPointerException.class, () -> ChainReady.builder().host(null));
        assertThrows(NullPointerException.class, () -> ChainReady.builder().store((RootStore) null));
        assertThrows(NullPointerException.class, () -> ChainReady.builder().profile(null));
        assertThrows(NullPointerException.class, () -> new Verification(null, null, null, null));
    }
}
