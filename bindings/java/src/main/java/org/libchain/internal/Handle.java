// SPDX-License-Identifier: Apache-2.0
package org.libchain.internal;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Owns a native object that outlives a call. It is given back by {@link #close}, or after its owner was
 * collected; never while a thread is using it; and once.
 *
 * @param <T> the class of the native object
 */
public final class Handle<T extends AutoCloseable> {
    private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>();
    /** So many reports hold some 40 MiB. */
    private static final int FEW = 256;
    private static int most = FEW;
    private static final Set<Watch> WATCHES = Collections.newSetFromMap(new ConcurrentHashMap<>());

    private final State<T> state;
    private final Watch watch;

    private Handle(State<T> state, Watch watch) {
        this.state = state;
        this.watch = watch;
    }

    /**
     * Also gives back what belonged to owners that were collected meanwhile, so that no thread is needed
     * for it.
     */
    public static <T extends AutoCloseable> Handle<T> of(Object owner, T object) {
        sweep();
        relieve();
        State<T> state = new State<>(object);
        Watch watch = new Watch(owner, state);
        WATCHES.add(watch);
        return new Handle<>(state, watch);
    }

    /** Gives back what belonged to owners that were collected. */
    public static void sweep() {
        for (Object found = COLLECTED.poll(); found != null; found = COLLECTED.poll()) {
            Watch watch = (Watch) found;
            if (WATCHES.remove(watch)) {
                watch.state.close();
            }
        }
    }

    /**
     * The collector sees small objects where there is much native memory, and would let it grow. So it is
     * asked to run where many owners are held, as the JDK does for its direct buffers; and later again
     * where it finds that they are in use.
     */
    private static synchronized void relieve() {
        if (WATCHES.size() < most) {
            return;
        }
        System.gc();
        try {
            Object found = COLLECTED.remove(50); // references arrive a little later
            if (found != null && WATCHES.remove(found)) {
                ((Watch) found).state.close();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        sweep();
        most = Math.max(FEW, 2 * WATCHES.size());
    }

    /** How many objects are held: for tests. */
    public static int held() {
        return WATCHES.size();
    }

    /** Throws IllegalStateException when it was closed. */
    public <R> R use(Function<? super T, ? extends R> work) {
        T object = state.enter();
        try {
            return work.apply(object);
        } finally {
            state.leave();
        }
    }

    /** The object for a new owner; this handle is closed. Not while another thread uses it. */
    public T release() {
        T object = state.enter();
        WATCHES.remove(watch);
        state.abandon();
        return object;
    }

    /** The second time it does nothing. */
    public void close() {
        if (WATCHES.remove(watch)) {
            state.close();
        }
    }

    private static final class Watch extends PhantomReference<Object> {
        private final State<?> state;

        Watch(Object owner, State<?> state) {
            super(owner, COLLECTED);
            this.state = state;
        }
    }

    private static final class State<T extends AutoCloseable> {
        private T object;
        private int users;
        private boolean closed;

        State(T object) {
            this.object = object;
        }

        synchronized T enter() {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            users++;
            return object;
        }

        synchronized void leave() {
            users--;
            giveBack();
        }

        synchronized void close() {
            closed = true;
            giveBack();
        }

        synchronized void abandon() {
            closed = true;
            object = null;
        }

        private void giveBack() {
            if (!closed || users > 0 || object == null) {
                return;
            }
            try {
                object.close();
            } catch (Exception impossible) {
                throw new AssertionError(impossible); // the native classes declare none
            }
            object = null;
        }
    }
}
