// SPDX-License-Identifier: Apache-2.0
package org.libchain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A verdict and its dates. Immutable. */
public final class Outcome {
    private final Verdict verdict;
    private final Instant breaksAt;
    private final Instant breaksLatest;
    private final Instant brokenSince;
    private final Instant unknownFrom;
    private final Instant breaksBy;

    Outcome(org.libchain.internal.Outcome outcome) {
        verdict = Verdict.of(outcome.readiness());
        breaksAt = Times.of(outcome.breaks_at());
        breaksLatest = outcome.breaks_latest() == outcome.breaks_at() ? null : Times.of(outcome.breaks_latest());
        brokenSince = Times.of(outcome.broken_since());
        unknownFrom = Times.of(outcome.unknown_from());
        breaksBy = Times.of(outcome.breaks_by());
    }

    /**
     * The word for it.
     *
     * @return the verdict
     */
    public Verdict verdict() {
        return verdict;
    }

    /**
     * From when on it is broken; the earliest instant that the sources allow.
     *
     * @return present for {@link Verdict#BREAKS_LATER}
     */
    public Optional<Instant> breaksAt() {
        return Optional.ofNullable(breaksAt);
    }

    /**
     * The latest instant that the date of the break can mean, where a source gives a day or a month.
     *
     * @return present where it is not the same as {@link #breaksAt}
     */
    public Optional<Instant> breaksLatest() {
        return Optional.ofNullable(breaksLatest);
    }

    /**
     * Since when it is broken.
     *
     * @return present for {@link Verdict#BROKEN} where it is known
     */
    public Optional<Instant> brokenSince() {
        return Optional.ofNullable(brokenSince);
    }

    /**
     * From when on it cannot be decided.
     *
     * @return present for {@link Verdict#UNKNOWN} where it has a date
     */
    public Optional<Instant> unknownFrom() {
        return Optional.ofNullable(unknownFrom);
    }

    /**
     * When what is unknown before is certainly broken.
     *
     * @return present for {@link Verdict#UNKNOWN} where there is such a date
     */
    public Optional<Instant> breaksBy() {
        return Optional.ofNullable(breaksBy);
    }

    /**
     * The date that a person wants to read first.
     *
     * @return the break, or since when it is broken or unknown; empty when it is ready or without date
     */
    public Optional<Instant> date() {
        switch (verdict) {
            case BREAKS_LATER:
                return breaksAt();
            case BROKEN:
                return brokenSince();
            case UNKNOWN:
                return unknownFrom();
            default:
                return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Outcome)) {
            return false;
        }
        Outcome that = (Outcome) other;
        return verdict == that.verdict && Objects.equals(breaksAt, that.breaksAt)
            && Objects.equals(breaksLatest, that.breaksLatest)
            && Objects.equals(brokenSince, that.brokenSince)
            && Objects.equals(unknownFrom, that.unknownFrom) && Objects.equals(breaksBy, that.breaksBy);
    }

    @Override
    public int hashCode() {
        return Objects.hash(verdict, breaksAt, breaksLatest, brokenSince, unknownFrom, breaksBy);
    }

    @Override
    public String toString() {
        return verdict.word() + date().map(date -> " (" + date + ")").orElse("");
    }
}
