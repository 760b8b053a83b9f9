<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

use DateTimeImmutable;

/**
 * A word and its dates, all in UTC; null where a date has no meaning for the word.
 */
abstract readonly class Outcome
{
    public Verdict $verdict;
    /** BreaksLater: the earliest instant that its source can mean. */
    public ?DateTimeImmutable $breaksAt;
    /** BreaksLater: and the latest; the same where the date is exact. */
    public ?DateTimeImmutable $breaksLatest;
    /** Broken: since when; null: ever since. */
    public ?DateTimeImmutable $brokenSince;
    /** Unknown: from when on; null: ever since. */
    public ?DateTimeImmutable $unknownFrom;
    /** Unknown: from when on it is broken at the latest, where that is known. */
    public ?DateTimeImmutable $breaksBy;

    protected function __construct(\ChainReadyNativeOutcome $outcome)
    {
        $this->verdict = Verdict::from($outcome->readiness());
        $this->breaksAt = Moment::of($outcome->breaks_at());
        $this->breaksLatest = Moment::of($outcome->breaks_latest());
        $this->brokenSince = Moment::of($outcome->broken_since());
        $this->unknownFrom = Moment::of($outcome->unknown_from());
        $this->breaksBy = Moment::of($outcome->breaks_by());
    }
}
