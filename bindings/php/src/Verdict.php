<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** The word of an outcome. */
enum Verdict: string
{
    case Ready = 'ready';
    case BreaksLater = 'breaks_later';
    case Unknown = 'unknown';
    case Broken = 'broken';
    /** Nothing is pending. */
    case NotApplicable = 'not_applicable';

    /** Is there nothing to do? */
    public function isGood(): bool
    {
        return $this === self::Ready || $this === self::NotApplicable;
    }
}
