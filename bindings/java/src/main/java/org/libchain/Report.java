// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The answer: every store against every endpoint of every migration. Immutable, and safe to share between
 * threads; it holds no native memory, so that there is nothing to close.
 */
public final class Report implements Iterable<Report.Result> {
    private final Outcome outcome;
    private final boolean complete;
    private final Instant at;
    private final Instant until;
    private final String json;
    private final String text;
    private final String summary;
    private final String script;
    private final List<StoreState> stores;
    private final List<Result> results;
    private final Map<String, String> settings;
    private final Lane lane;

    Report(org.libchain.internal.Report report, Instant at, Instant until, Lane lane,
           Map<String, String> settings) {
        this.at = at;
        this.until = until;
        this.lane = lane;
        this.settings = settings;
        try (org.libchain.internal.Outcome native_ = report.outcome()) {
            outcome = new Outcome(native_);
        }
        complete = report.complete();
        json = report.json();
        text = report.text(80, false, true, false);
        summary = firstSentence(report.text(1000, false, true, false));
        script = report.script(null, null);
        List<StoreState> allStores = new ArrayList<>();
        for (long i = 0; i < report.store_count(); i++) {
            allStores.add(new StoreState(report, i));
        }
        List<Result> allResults = new ArrayList<>();
        for (long i = 0; i < report.count(); i++) {
            allResults.add(new Result(report, i));
        }
        stores = Collections.unmodifiableList(allStores);
        results = Collections.unmodifiableList(allResults);
    }

    /** Without the date of the facts, which stands at the end of the line behind much space. */
    private static String firstSentence(String wide) {
        String line = wide.substring(0, Math.max(wide.indexOf('\n'), 0));
        int space = line.indexOf("  ");
        return space < 0 ? line : line.substring(0, space);
    }

    /**
     * The worst verdict of the lane that decides.
     *
     * @return the word for it
     */
    public Verdict verdict() {
        return outcome.verdict();
    }

    /**
     * The verdict with its dates.
     *
     * @return the worst of the lane that decides
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Is there nothing to do, and could all be looked at?
     *
     * @return false also where a store could not be read
     */
    public boolean isReady() {
        return complete && verdict().isReady();
    }

    /**
     * From when on something is broken; the earliest instant that the sources allow.
     *
     * @return present for {@link Verdict#BREAKS_LATER}
     */
    public Optional<Instant> breaksAt() {
        return outcome.breaksAt();
    }

    /**
     * Could all be looked at?
     *
     * @return false where a store could not be read, or a budget was spent
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * The instant that was asked about.
     *
     * @return in whole seconds
     */
    public Instant at() {
        return at;
    }

    /**
     * How far it looks.
     *
     * @return the end of the window, not part of it
     */
    public Instant until() {
        return until;
    }

    /**
     * The root stores.
     *
     * @return in the order in which they were added
     */
    public List<StoreState> stores() {
        return stores;
    }

    /**
     * The answers in detail, those of the other lane included.
     *
     * @return one for each store, lane, migration and endpoint
     */
    public List<Result> results() {
        return results;
    }

    /**
     * The answers in detail.
     *
     * @return over {@link #results}
     */
    @Override
    public Iterator<Result> iterator() {
        return results.iterator();
    }

    /**
     * The roots to add, in the lane that decides.
     *
     * @return each once
     */
    public List<MissingRoot> missingRoots() {
        Set<MissingRoot> roots = new LinkedHashSet<>();
        for (Result result : results) {
            if (result.lane() == lane) {
                roots.addAll(result.missingRoots());
            }
        }
        return Collections.unmodifiableList(new ArrayList<>(roots));
    }

    /**
     * What bears on this JVM's handshakes besides the roots: its version, its trust store, and the
     * security properties {@code jdk.tls.disabledAlgorithms}, {@code jdk.certpath.disabledAlgorithms} and
     * {@code jdk.security.caDistrustPolicies}.
     *
     * @return empty where the report is not about this JVM
     */
    public Map<String, String> settings() {
        return settings;
    }

    /**
     * The report as a document: libchain.report/1, octet by octet what the command and the other
     * languages give for the same question.
     *
     * @return JSON with a final newline
     */
    public String toJson() {
        return json;
    }

    /**
     * The report for a person, in 80 columns.
     *
     * @return lines, summary first
     */
    public String text() {
        return text;
    }

    /**
     * What {@link #text} begins with, however long it is.
     *
     * @return one line without its newline
     */
    public String summary() {
        return summary;
    }

    /**
     * The commands that mend what was found, as a shell script that is safe to run twice.
     *
     * @return {@code ""} where there is nothing to do
     */
    public String script() {
        return script;
    }

    /**
     * For those who do not want to start when something is not ready.
     *
     * @return this report, when it is ready
     * @throws NotReadyException when {@link #isReady} is false
     */
    public Report orThrow() {
        if (!isReady()) {
            throw new NotReadyException(this);
        }
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Report && json.equals(((Report) other).json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    /** The summary. */
    @Override
    public String toString() {
        return summary;
    }

    /** One root store of a report. Immutable. */
    public static final class StoreState {
        private final String id;
        private final String path;
        private final String stack;
        private final String manager;
        private final String kind;
        private final int size;
        private final Outcome outcome;
        private final Problem problem;

        StoreState(org.libchain.internal.Report report, long index) {
            try (org.libchain.internal.Place place = report.store_place(index);
                 org.libchain.internal.Outcome native_ = report.store_outcome(index);
                 org.libchain.internal.Problem failure = report.store_problem(index)) {
                id = place.get("id");
                path = place.get("path");
                stack = place.get("stack");
                manager = place.get("manager");
                outcome = new Outcome(native_);
                problem = failure == null ? null : new Problem(failure);
            }
            kind = report.store_kind(index);
            size = (int) report.store_roots(index);
        }

        /**
         * Its name in the report.
         *
         * @return {@code "java-17.0.15"}
         */
        public String id() {
            return id;
        }

        /**
         * Where it is.
         *
         * @return a path, or the label of one from memory
         */
        public String path() {
            return path;
        }

        /**
         * Who reads it.
         *
         * @return in words; {@code ""}: not known
         */
        public String stack() {
            return stack;
        }

        /**
         * Its form.
         *
         * @return as {@link RootStore#kind}
         */
        public String kind() {
            return kind;
        }

        /**
         * How many anchors it holds.
         *
         * @return 0 where it could not be read
         */
        public int size() {
            return size;
        }

        /**
         * The worst of its results.
         *
         * @return in the lane that decides
         */
        public Outcome outcome() {
            return outcome;
        }

        /**
         * Why it could not be read.
         *
         * @return empty when it was
         */
        public Optional<Problem> problem() {
            return Optional.ofNullable(problem);
        }

        /**
         * What to type to have it mended.
         *
         * @return a command; empty for a store that the program makes itself, where only it can add a root
         */
        public Optional<String> command() {
            if (manager.equals("program")) {
                return Optional.empty();
            }
            boolean found = !manager.equals("file") && !manager.equals("keystore");
            return Optional.of("chainready fix --store " + (found ? id : Shell.quote(path)));
        }
    }

    /** One store, lane, migration and endpoint. Immutable. */
    public static final class Result {
        private final String store;
        private final Lane lane;
        private final String timeline;
        private final String endpoint;
        private final String reason;
        private final Outcome outcome;
        private final List<MissingRoot> missingRoots;

        Result(org.libchain.internal.Report report, long index) {
            store = report.result_store(index);
            lane = Lane.valueOf(report.result_lane(index).toUpperCase(java.util.Locale.ROOT));
            timeline = report.result_timeline(index);
            endpoint = report.result_endpoint(index);
            reason = report.result_reason(index);
            try (org.libchain.internal.Outcome native_ = report.result_outcome(index)) {
                outcome = new Outcome(native_);
            }
            List<MissingRoot> roots = new ArrayList<>();
            for (long i = 0; i < report.result_root_count(index); i++) {
                try (org.libchain.internal.Root root = report.result_root(index, i)) {
                    roots.add(new MissingRoot(root));
                }
            }
            missingRoots = Collections.unmodifiableList(roots);
        }

        /**
         * Which store.
         *
         * @return its id
         */
        public String store() {
            return store;
        }

        /**
         * Which future of the root set.
         *
         * @return the lane
         */
        public Lane lane() {
            return lane;
        }

        /**
         * Which migration.
         *
         * @return its id; {@code ""} for a captured chain that belongs to none
         */
        public String timeline() {
            return timeline;
        }

        /**
         * Which endpoint.
         *
         * @return its id, or the host of a captured chain
         */
        public String endpoint() {
            return endpoint;
        }

        /**
         * Why it is not ready.
         *
         * @return a sentence or two; {@code ""} when it is ready
         */
        public String reason() {
            return reason;
        }

        /**
         * The verdict and its dates.
         *
         * @return of this result alone
         */
        public Outcome outcome() {
            return outcome;
        }

        /**
         * The roots of which any would make it ready.
         *
         * @return none where nothing would, or it is ready
         */
        public List<MissingRoot> missingRoots() {
            return missingRoots;
        }

        @Override
        public String toString() {
            return store + ", " + lane.word() + ", " + timeline + ", " + endpoint + ": " + outcome;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Result && toString().equals(other.toString())
                && outcome.equals(((Result) other).outcome)
                && missingRoots.equals(((Result) other).missingRoots)
                && reason.equals(((Result) other).reason);
        }

        @Override
        public int hashCode() {
            return Objects.hash(store, lane, timeline, endpoint, outcome);
        }
    }
}
