<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

use DateTimeImmutable;
use DateTimeInterface;
use DateTimeZone;

/**
 * Instants: objects outside, seconds since 1970 inside.
 *
 * @internal
 */
final class Moment
{
    /** The years 1 to 9999, which every calendar can show. */
    private const FIRST = -62135596800;
    private const LAST = 253402300799;

    /** Seconds since 1970; fractions are cut off, towards the past. */
    public static function seconds(DateTimeInterface|string|int $moment): int
    {
        return match (true) {
            \is_int($moment) => $moment,
            \is_string($moment) => chainready_native_parse_time($moment),
            default => $moment->getTimestamp(),
        };
    }

    /** In UTC; null where it stands for an end of time, or beyond the years 1 to 9999. */
    public static function of(int $at): ?DateTimeImmutable
    {
        return $at < self::FIRST || $at > self::LAST
            ? null
            : (new DateTimeImmutable("@$at"))->setTimezone(new DateTimeZone('UTC'));
    }

    /** The same instant of the year two years later; 29 February becomes 1 March. */
    public static function twoYearsOn(int $at): int
    {
        $start = self::of($at);
        if ($start === null || (int) $start->format('Y') > 9997) {
            throw CallException::argument("at: there is no calendar two years on, so 'until' must be given");
        }
        return $start->modify('+2 years')->getTimestamp();
    }
}
