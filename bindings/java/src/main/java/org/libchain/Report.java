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
import java.util.function.Function;
import java.util.function.Predicate;
import org.libchain.internal.Handle;

/**
 * The answer: every store against every endpoint of every migration. Immutable, and safe to share between
 * threads. There is nothing to close: the native memory that it is shown from goes with it, when it is
 * collected.
 */
public final class Report implements Iterable<Report.Result> {
    private final Handle<org.libchain.internal.Report> handle;
    private final String fixCommand;
    private final Outcome outcome;
    private final boolean complete;
    private final Instant at;
    private final Instant until;
    private final String summary;
    private final List<StoreState> stores;
    private final List<Result> results;
    private final Map<String, String> settings;
    private final Lane lane;

    /** Takes the native report over. `fixCommand` may be null: no command line holds the question. */
    Report(org.libchain.internal.Report report, Instant at, Instant until, Lane lane, String fixCommand,
           Map<String, String> settings) {
        this.at = at;
        this.until = until;
        this.lane = lane;
        this.fixCommand = fixCommand;
        this.settings = settings;
        try (org.libchain.internal.Outcome native_ = report.outcome()) {
            outcome = new Outcome(native_);
        }
        complete = report.complete();
        summary = firstSentence(report.text(1000, TextStyle.UNICODE, null));
        List<StoreState> allStores = new ArrayList<>();
        for (long i = 0; i < report.store_count(); i++) {
            allStores.add(new StoreState(report, i, fixCommand));
        }
        List<Result> allResults = new ArrayList<>();
        for (long i = 0; i < report.count(); i++) {
            allResults.add(new Result(report, i));
        }
        stores = Collections.unmodifiableList(allStores);
        results = Collections.unmodifiableList(allResults);
        handle = Handle.of(this, report);
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
        return missingRoots(result -> true);
    }

    /**
     * The roots to add to one store, in the lane that decides.
     *
     * @param store its id
     * @return each once
     */
    public List<MissingRoot> missingRoots(String store) {
        Objects.requireNonNull(store, "store");
        return missingRoots(result -> result.store().equals(store));
    }

    private List<MissingRoot> missingRoots(Predicate<Result> counts) {
        Set<MissingRoot> roots = new LinkedHashSet<>();
        results.stream().filter(result -> result.lane() == lane).filter(counts)
            .forEach(result -> roots.addAll(result.missingRoots()));
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
     * What {@link #format} takes.
     *
     * @return {@code "csv"}, {@code "html"}, {@code "json"}, {@code "junit"}, {@code "markdown"},
     *     {@code "prometheus"}, {@code "sarif"} and {@code "text"}
     */
    public static List<String> formats() {
        return Names.of(org.libchain.internal.Native::format_name);
    }

    private <R> R show(Function<org.libchain.internal.Report, R> form) {
        return Errors.call(() -> handle.use(form));
    }

    /**
     * The report as a document: libchain.report/1, octet by octet what the command and the other
     * languages give for the same question.
     *
     * @return JSON with a final newline
     */
    public String toJson() {
        return show(org.libchain.internal.Report::json);
    }

    /**
     * The report for another tool, octet by octet what {@code chainready check --format} prints.
     *
     * @param name of {@link #formats}
     * @return a document, to be written as UTF-8
     * @throws ChainReadyException {@code "argument"} for another name
     */
    public String format(String name) {
        Objects.requireNonNull(name, "name");
        return show(report -> report.format(name));
    }

    /**
     * The report for a person, in 80 columns.
     *
     * @return lines, summary first
     */
    public String text() {
        return text(TextStyle.plain());
    }

    /**
     * The report for a person.
     *
     * @param style how it is laid out
     * @return lines, summary first; {@code ""} where it is quiet and there is nothing to say
     */
    public String text(TextStyle style) {
        Objects.requireNonNull(style, "style");
        String typed = style.fixCommand() == null ? fixCommand : style.fixCommand();
        return show(report -> report.text(style.width(), style.flags(),
            typed == null || typed.isEmpty() ? null : typed));
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
        return show(report -> report.script(null, null));
    }

    /**
     * The same for one store alone.
     *
     * @param store its id
     * @return {@code ""} where there is nothing to do
     */
    public String script(String store) {
        Objects.requireNonNull(store, "store");
        return show(report -> report.script(null, store));
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
        return other instanceof Report && (other == this || toJson().equals(((Report) other).toJson()));
    }

    @Override
    public int hashCode() {
        return Objects.hash(at, until, outcome, results);
    }

    /** The summary. */
    @Override
    public String toString() {
        return summary;
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
