// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.libchain.internal.Handle;

/** Freed in any order, from any thread, by close or by the collector; and never used afterwards. */
class LifetimeTest {
    private static final byte[] PEM = Tree.read(Tree.root("globalsign-root-ca"));

    private static RootStore store() {
        return RootStore.ofBytes("r1.pem", PEM, null);
    }

    @Test
    void closedObjectsThrow() {
        RootStore store = store();
        ServerChain chain = ServerChain.ofBytes(PEM);
        Migration migration = Migration.builtIn("oss-globalsign");
        ChainReady.Builder builder = Tree.question().store(store).migration(migration);
        Report before = builder.ready();
        store.close();
        store.close();
        chain.close();
        migration.close();
        assertThrows(IllegalStateException.class, store::size);
        assertThrows(IllegalStateException.class, store::skipped);
        assertThrows(IllegalStateException.class, store::fingerprints);
        assertThrows(IllegalStateException.class, chain::size);
        assertThrows(IllegalStateException.class, chain::skipped);
        assertThrows(IllegalStateException.class, migration::title);
        assertThrows(IllegalStateException.class, builder::ready);
        assertThrows(IllegalStateException.class,
            () -> new Verification(store, chain, Tree.AT, Tree.UNTIL).toJson());
        assertEquals("r1.pem", store.label());
        assertEquals(Verdict.BREAKS_LATER, before.verdict()); // it depends on nothing
        assertTrue(before.toJson().contains("oss-globalsign"));
    }

    /** Below the public classes, too: a native object that is closed throws where it would crash. */
    @Test
    void closedNativeObjectsThrow() {
        store().close(); // loads the library
        org.libchain.internal.Store bare = org.libchain.internal.Store.from_bytes("bare", PEM, null);
        bare.close();
        bare.close();
        assertThrows(IllegalStateException.class, bare::count);
        assertThrows(IllegalStateException.class, bare::path);
        assertThrows(IllegalStateException.class, () -> bare.sha256(0));
        try (org.libchain.internal.Question question = new org.libchain.internal.Question(0, 1)) {
            assertThrows(org.libchain.internal.NativeException.class, () -> question.add_store(bare, null));
        }
    }

    @Test
    void anyOrder() {
        List<AutoCloseable> made = new ArrayList<>();
        for (int round = 0; round < 50; round++) {
            made.add(store());
            made.add(ServerChain.ofBytes(PEM));
            made.add(Migration.builtIn("aws-ats"));
            Collections.shuffle(made);
            while (made.size() > 10) {
                try {
                    made.remove(made.size() - 1).close();
                } catch (Exception impossible) {
                    throw new AssertionError(impossible);
                }
            }
        }
    }

    @Test
    void collected() throws Exception {
        Handle.sweep();
        int before = Handle.held();
        for (int i = 0; i < 500; i++) {
            store(); // lost at once
        }
        for (int i = 0; i < 100 && Handle.held() > before; i++) {
            System.gc();
            Thread.sleep(20);
            Handle.sweep();
        }
        assertTrue(Handle.held() <= before, Handle.held() + " held, " + before + " before"); // others' may go, too
    }

    /** What the collector does not see in time, it is told of. */
    @Test
    void lostReportsDoNotPileUp() {
        int most = 0;
        try (RootStore store = store(); Migration migration = Migration.builtIn("oss-globalsign")) {
            ChainReady.Builder builder = Tree.question().store(store).migration(migration);
            for (int i = 0; i < 1500; i++) {
                builder.ready(); // lost at once
                most = Math.max(most, Handle.held());
            }
        }
        assertTrue(most < 1200, most + " held");
    }

    @Test
    void eightThreadsShowOneReport() throws Exception {
        Report report = Tree.question().store(Tree.root("globalsign-root-ca")).ready();
        List<String> expected = new ArrayList<>();
        Report.formats().forEach(name -> expected.add(report.format(name)));
        inThreads(8, () -> {
            for (int i = 0; i < 20; i++) {
                List<String> shown = new ArrayList<>();
                Report.formats().forEach(name -> shown.add(report.format(name)));
                assertEquals(expected, shown);
            }
            return null;
        });
    }

    private static <T> void inThreads(int count, Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            for (Future<T> each : threads.invokeAll(Collections.nCopies(count, work))) {
                each.get();
            }
        } finally {
            threads.shutdown();
            assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES));
        }
    }

    @Test
    void eightThreadsShareStores() throws Exception {
        try (RootStore store = store(); Migration migration = Migration.builtIn("oss-globalsign")) {
            String expected = Tree.question().store(store).migration(migration).ready().toJson();
            inThreads(8, () -> {
                for (int i = 0; i < 25; i++) {
                    assertEquals(expected,
                        Tree.question().store(store).migration(migration).ready().toJson());
                }
                return null;
            });
        }
    }

    @Test
    void eightThreadsAskForTheRuntime() throws Exception {
        String expected = Tree.question().ready().toJson();
        inThreads(8, () -> {
            for (int i = 0; i < 5; i++) {
                assertEquals(expected, Tree.question().ready().toJson());
            }
            return null;
        });
    }

    /** Seven threads use what the eighth closes: each call is answered, or throws. */
    @Test
    void closedWhileInUse() throws Exception {
        for (int round = 0; round < 20; round++) {
            RootStore store = store();
            AtomicBoolean closer = new AtomicBoolean();
            inThreads(8, () -> {
                if (closer.compareAndSet(false, true)) {
                    Thread.sleep(2);
                    store.close();
                    return null;
                }
                try {
                    for (int i = 0; i < 100000; i++) {
                        assertEquals(1, store.size());
                        assertEquals("pem", store.kind());
                        assertEquals(1, store.fingerprints().size());
                    }
                    throw new AssertionError("was never closed");
                } catch (IllegalStateException expected) {
                    return null;
                }
            });
        }
    }

    /** In a JVM of its own; -Dchainready.calls=1000000 is the long form. */
    @Test
    void memoryIsFlat() {
        int calls = Integer.getInteger("chainready.calls", 3000);
        Child child = Child.java("-Xmx64m", "-Dchainready.source=" + Tree.SOURCE,
            "-Dchainready.build=" + Tree.BUILD, "org.libchain.LifetimeTest", String.valueOf(calls));
        System.out.print(child.out);
        assertEquals(0, child.exit, child.err);
    }

    /** Usage: LifetimeTest CALLS. */
    public static void main(String[] arguments) throws Exception {
        int calls = Integer.parseInt(arguments[0]);
        long start = System.nanoTime();
        long before = 0;
        long after = 0;
        call(1000);
        for (int part = 1; part <= 10; part++) {
            call(calls / 10);
            after = resident(Paths.get("/proc/self/status"));
            before = part == 1 ? after : before; // the first part also warms up
            System.out.printf("%d calls in %.1f s: %d KiB then, %d KiB now%n", calls / 10 * part,
                (System.nanoTime() - start) / 1e9, before, after);
        }
        // the heap breathes; a leak of 20 octets a call would show in the long form, of 4 KiB in the short one
        assertTrue(after - before < 12000, before + " KiB then, " + after + " now");
    }

    private static void call(int calls) {
        try (Migration migration = Migration.builtIn("oss-globalsign")) {
            for (int i = 0; i < calls; i++) {
                try (RootStore store = store()) {
                    Report report = Tree.question().store(store).migration(migration).ready();
                    assertEquals(Verdict.BREAKS_LATER, report.verdict());
                }
                if (i % 10 == 0) {
                    assertThrows(ChainReadyException.class, () -> RootStore.ofBytes("x", new byte[9], null));
                }
            }
        }
    }

    private static long resident(Path status) throws Exception {
        System.gc();
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new AssertionError("no VmRSS");
    }
}
