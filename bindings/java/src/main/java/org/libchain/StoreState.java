// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.util.Optional;

/** One root store of a report. Immutable. */
public final class StoreState {
    private final String id;
    private final String path;
    private final String stack;
    private final String manager;
    private final String kind;
    private final int size;
    private final Outcome outcome;
    private final Problem problem;
    private final String fixCommand;

    StoreState(org.libchain.internal.Report report, long index, String fixCommand) {
        this.fixCommand = fixCommand;
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
     * What to type to have it mended: a command that prints the script.
     *
     * @return empty for a store that the program makes itself, where only it can add a root; and where
     *     no command line can hold what was asked: then {@link Report#script()} is what mends it
     */
    public Optional<String> command() {
        return isMadeByProgram() || fixCommand == null || !Shell.isTypeable(path) ? Optional.empty()
            : Optional.of(fixCommand + " --store " + Shell.quote(path));
    }

    boolean isMadeByProgram() {
        return manager.equals("program");
    }

    @Override
    public String toString() {
        return id + " (" + path + "): " + (problem == null ? outcome.toString() : problem.toString());
    }
}
