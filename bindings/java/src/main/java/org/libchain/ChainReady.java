// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.libchain.internal.Baseline;
import org.libchain.internal.Native;
import org.libchain.internal.Octets;
import org.libchain.internal.Question;

/**
 * Will the roots that this JVM trusts validate the servers it calls, on every date of every migration of
 * certificate authorities? One line at start-up:
 *
 * <pre>{@code
 * Report report = ChainReady.ready();
 * }</pre>
 *
 * <p>It reads no network, and never throws for a verdict. What is not ready is logged to
 * {@code org.libchain} ({@link java.util.logging}) as a warning that names the date, the root and the
 * command. All methods are safe to call from any thread.
 */
public final class ChainReady {
    private ChainReady() {
    }

    /**
     * What this JVM trusts by default, against the built-in migrations that are current, for two years.
     *
     * @return the answer
     * @throws ChainReadyException where the native library cannot be loaded
     */
    public static Report ready() {
        return builder().ready();
    }

    /**
     * A question of one's own.
     *
     * @return for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The version of the library.
     *
     * @return {@code "0.1.0"}
     */
    public static String version() {
        return Errors.call(Native::version);
    }

    /** A question. What is not set stays as {@link ChainReady#ready()} has it. Belongs to one thread. */
    public static final class Builder {
        private final List<Supplier<List<RootStore>>> sources = new ArrayList<>();
        private final List<RootStore> lent = new ArrayList<>();
        private final Map<String, Long> budget = new LinkedHashMap<>();
        private final List<String> timelines = new ArrayList<>();
        private final List<Migration> migrations = new ArrayList<>();
        private final List<ServerChain> chains = new ArrayList<>();
        private final List<String> chainHosts = new ArrayList<>();
        private final List<String> hosts = new ArrayList<>();
        private ServerChain bridges;
        private Supplier<Baseline> baseline;
        private String origin;
        private int originLine;
        private Instant at;
        private Instant until;
        private String profile;
        private String lane;
        private String follows;
        private String renewal;
        private boolean runtime;
        private boolean exactly;
        private boolean current;
        private boolean logged = true;

        private Builder() {
        }

        /**
         * The instant asked about.
         *
         * @param instant instead of now; fractions of a second are dropped
         * @return this
         */
        public Builder at(Instant instant) {
            at = Objects.requireNonNull(instant, "instant");
            return this;
        }

        /**
         * How far to look.
         *
         * @param instant instead of two years on; later than {@code at}
         * @return this
         */
        public Builder until(Instant instant) {
            until = Objects.requireNonNull(instant, "instant");
            return this;
        }

        /**
         * Adds what this JVM trusts by default. Done by itself when no store is added.
         *
         * @return this
         */
        public Builder runtime() {
            if (!runtime) {
                runtime = true;
                sources.add(RuntimeRoots::open);
            }
            return this;
        }

        /**
         * Adds a store.
         *
         * @param store stays the caller's to close, after the last {@link #ready()}
         * @return this
         */
        public Builder store(RootStore store) {
            lent.add(Objects.requireNonNull(store, "store"));
            sources.add(() -> Collections.singletonList(store));
            return this;
        }

        private Builder made(Supplier<RootStore> make) {
            sources.add(() -> Collections.singletonList(make.get()));
            return this;
        }

        /**
         * Adds a file or a hashed directory, as {@link RootStore#ofPath(Path)} reads it.
         *
         * @param path read by {@link #ready()}
         * @return this
         */
        public Builder store(Path path) {
            Objects.requireNonNull(path, "path");
            return made(() -> RootStore.ofPath(path));
        }

        /**
         * Adds what a keystore makes the platform trust.
         *
         * @param label what the report calls it
         * @param store loaded
         * @return this
         */
        public Builder store(String label, KeyStore store) {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(store, "store");
            return made(() -> RootStore.of(label, store));
        }

        /**
         * Adds what a trust manager accepts.
         *
         * @param label what the report calls it
         * @param manager asked by {@link #ready()}
         * @return this
         */
        public Builder store(String label, X509TrustManager manager) {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(manager, "manager");
            return made(() -> RootStore.of(label, manager));
        }

        /**
         * Adds what an SSLContext trusts.
         *
         * @param label what the report calls it
         * @param context initialised
         * @return this
         */
        public Builder store(String label, SSLContext context) {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(context, "context");
            return made(() -> RootStore.of(label, context));
        }

        /**
         * Adds the built-in migrations that are current. Done by itself when no migration is added.
         *
         * @return this
         */
        public Builder currentMigrations() {
            current = true;
            return this;
        }

        /**
         * Adds a built-in migration, instead of those that are current.
         *
         * @param id of {@link Migration#builtIn()}
         * @return this
         */
        public Builder migration(String id) {
            timelines.add(Objects.requireNonNull(id, "id"));
            return this;
        }

        /**
         * Adds a migration of one's own, instead of those that are current.
         *
         * @param migration stays the caller's to close, after the last {@link #ready()}
         * @return this
         */
        public Builder migration(Migration migration) {
            migrations.add(Objects.requireNonNull(migration, "migration"));
            return this;
        }

        /**
         * Makes the report about a captured chain.
         *
         * @param chain stays the caller's to close, after the last {@link #ready()}
         * @param host where it came from; null: not known
         * @return this
         */
        public Builder chain(ServerChain chain, String host) {
            chains.add(Objects.requireNonNull(chain, "chain"));
            chainHosts.add(host);
            return this;
        }

        /**
         * Narrows the report to the endpoints that one of the added hosts belongs to.
         *
         * @param host a DNS name or an IP address
         * @return this
         */
        public Builder host(String host) {
            hosts.add(Objects.requireNonNull(host, "host"));
            return this;
        }

        /**
         * More intermediates and cross-certificates.
         *
         * @param pool stays the caller's to close, after the last {@link #ready()}
         * @return this
         */
        public Builder bridges(ServerChain pool) {
            bridges = Objects.requireNonNull(pool, "pool");
            return this;
        }

        /**
         * Whose verifier judges. By default this JVM's where the report is about it.
         *
         * @param name of {@code chainready check --profile}
         * @return this
         */
        public Builder profile(String name) {
            profile = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Which future of the root set decides.
         *
         * @param decides instead of {@link Lane#INSTALLED}
         * @return this
         */
        public Builder lane(Lane decides) {
            lane = decides.word();
            return this;
        }

        /**
         * Whose decisions all stores follow, whatever is known of them.
         *
         * @param program whose
         * @return this
         */
        public Builder follows(RootProgram program) {
            follows = program.word();
            return this;
        }

        /**
         * Are captured leaves renewed under the same issuer?
         *
         * @param assumed true by default; false: they end when they end
         * @return this
         */
        public Builder renewalAssumed(boolean assumed) {
            renewal = assumed ? "assume" : "literal";
            return this;
        }

        /**
         * Findings that are known and accepted, each with a reason and a date: they are shown, and decide
         * nothing.
         *
         * @param file JSON, read by {@link #ready()}
         * @return this
         */
        public Builder baseline(Path file) {
            Objects.requireNonNull(file, "file");
            baseline = () -> Baseline.from_path(Octets.of(file));
            return this;
        }

        /**
         * The same from memory.
         *
         * @param json octets of UTF-8
         * @return this
         */
        public Builder baseline(byte[] json) {
            byte[] copy = json.clone();
            baseline = () -> Baseline.from_bytes(copy);
            return this;
        }

        /**
         * The file whose build made the stores: formats that point at places point there.
         *
         * @param path as its repository has it: {@code "deploy/Dockerfile"}
         * @param line from 1
         * @return this
         */
        public Builder origin(String path, int line) {
            origin = Objects.requireNonNull(path, "path");
            originLine = line;
            return this;
        }

        /**
         * Bounds the work.
         *
         * @param field {@code "paths"}, {@code "signatures"}, {@code "depth"}, {@code "links"},
         *     {@code "names"} or {@code "memory"}
         * @param most above 0
         * @return this
         */
        public Builder budget(String field, long most) {
            budget.put(Objects.requireNonNull(field, "field"), most);
            return this;
        }

        /**
         * Is the answer logged?
         *
         * @param wanted true by default
         * @return this
         */
        public Builder logged(boolean wanted) {
            logged = wanted;
            return this;
        }

        /** No store and no migration but what is added, and be it none. */
        Builder exactly() {
            exactly = true;
            return this;
        }

        /** The lane, the program and the renewal as the contract writes them, which also holds wrong ones. */
        Builder words(String... words) {
            lane = words[0];
            follows = words[1];
            renewal = words[2];
            return this;
        }

        /**
         * Asks. May be called again.
         *
         * @return the answer
         * @throws ChainReadyException where something that was added cannot be used; never for a verdict
         */
        public Report ready() {
            Instant start = Instant.ofEpochSecond((at == null ? Instant.now() : at).getEpochSecond());
            Instant end = until == null
                ? start.atOffset(ZoneOffset.UTC).plusYears(2).toInstant()
                : Instant.ofEpochSecond(until.getEpochSecond());
            if (sources.isEmpty() && !exactly) {
                runtime();
            }
            Report report = Errors.call(() -> ask(start, end));
            if (logged) {
                Log.write(report);
            }
            return report;
        }

        private Report ask(Instant start, Instant end) {
            try (Question question = new Question(start.getEpochSecond(), end.getEpochSecond())) {
                addWords(question);
                budget.forEach(question::set_budget);
                sources.forEach(source -> addStores(question, source));
                addRest(question);
                org.libchain.internal.Report report = question.run();
                try {
                    return new Report(report, start, end,
                        "program".equals(lane) ? Lane.PROGRAM : Lane.INSTALLED, fixCommand(end),
                        runtime ? RuntimeRoots.settings() : Collections.emptyMap());
                } catch (Throwable error) {
                    report.close();
                    throw error;
                }
            }
        }

        /** The same question, as the jar takes it; null where it cannot. */
        private String fixCommand(Instant end) {
            FixCommand command = FixCommand.about(timelines, migrations, hosts, chains, chainHosts, bridges);
            return command.option("until", until == null ? null : end.toString())
                .option("follows", follows).option("profile", verifier())
                .option("lane", "installed".equals(lane) ? null : lane)
                .option("renewal", "assume".equals(renewal) ? null : renewal).line();
        }

        /** Null: the library's default. */
        private String verifier() {
            return profile == null && runtime ? RuntimeRoots.profile() : profile;
        }

        private void addWords(Question question) {
            set(question::set_profile, verifier());
            set(question::set_lane, lane);
            set(question::set_follows, follows);
            set(question::set_renewal, renewal);
        }

        private static void set(Consumer<String> setter, String word) {
            if (word != null) {
                setter.accept(word);
            }
        }

        private void addStores(Question question, Supplier<List<RootStore>> source) {
            List<RootStore> stores = source.get();
            try {
                stores.forEach(store -> store.addTo(question));
            } finally {
                stores.stream().filter(store -> !lent.contains(store)).forEach(RootStore::close);
            }
        }

        private void addRest(Question question) {
            if (current || timelines.isEmpty() && migrations.isEmpty() && !exactly) {
                question.add_current_timelines();
            }
            for (String id : timelines) {
                try (Migration migration = Migration.builtIn(id)) {
                    add(question, migration);
                }
            }
            migrations.forEach(migration -> add(question, migration));
            for (int i = 0; i < chains.size(); i++) {
                String host = chainHosts.get(i);
                chains.get(i).use(chain -> {
                    question.add_chain(chain, host);
                    return null;
                });
            }
            hosts.forEach(question::add_host);
            if (bridges != null) {
                bridges.use(pool -> {
                    question.set_bridges(pool);
                    return null;
                });
            }
            if (baseline != null) {
                try (Baseline known = baseline.get()) {
                    question.set_baseline(known);
                }
            }
            if (origin != null) {
                question.set_origin(origin, originLine);
            }
        }

        private static void add(Question question, Migration migration) {
            migration.use(timeline -> {
                question.add_timeline(timeline);
                return null;
            });
        }
    }
}
