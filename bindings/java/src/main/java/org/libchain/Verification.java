// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.time.Instant;
import java.util.Objects;

/** One chain against one store, in full: every stretch of time with its path and its reasons. */
public final class Verification {
    private final RootStore store;
    private final ServerChain chain;
    private final Instant at;
    private final Instant until;
    private String host;
    private String profile;
    private ServerChain bridges;

    /**
     * A question that belongs to one thread.
     *
     * @param store stays the caller's to close
     * @param chain stays the caller's to close
     * @param at the start of the window
     * @param until its end, later than {@code at}
     */
    public Verification(RootStore store, ServerChain chain, Instant at, Instant until) {
        this.store = Objects.requireNonNull(store, "store");
        this.chain = Objects.requireNonNull(chain, "chain");
        this.at = Objects.requireNonNull(at, "at");
        this.until = Objects.requireNonNull(until, "until");
    }

    /**
     * Whose name the leaf must carry.
     *
     * @param name a DNS name or an IP address
     * @return this
     */
    public Verification host(String name) {
        host = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Whose verifier judges.
     *
     * @param name of {@code chainready verify --profile}
     * @return this
     */
    public Verification profile(String name) {
        profile = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * More intermediates and cross-certificates.
     *
     * @param pool stays the caller's to close
     * @return this
     */
    public Verification bridges(ServerChain pool) {
        bridges = Objects.requireNonNull(pool, "pool");
        return this;
    }

    /**
     * Asks. May be called again.
     *
     * @return a libchain.verify/1 document
     * @throws ChainReadyException where something that was given cannot be used; never for a verdict
     */
    public String toJson() {
        return Errors.call(() -> store.use(roots -> chain.use(list -> ask(roots, list))));
    }

    private String ask(org.libchain.internal.Store roots, org.libchain.internal.Chain list) {
        try (org.libchain.internal.Verification verification = new org.libchain.internal.Verification(
            roots, list, at.getEpochSecond(), until.getEpochSecond())) {
            if (host != null) {
                verification.set_host(host);
            }
            if (profile != null) {
                verification.set_profile(profile);
            }
            if (bridges != null) {
                bridges.use(pool -> {
                    verification.set_bridges(pool);
                    return null;
                });
            }
            return verification.json();
        }
    }
}
