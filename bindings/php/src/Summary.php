<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

use DateTimeImmutable;

/**
 * A report in one line.
 *
 * @internal
 */
final class Summary
{
    public static function of(Report $report): string
    {
        $parts = [];
        foreach ($report->stores as $store) {
            if ($store->problem !== null) {
                $parts[] = sprintf(
                    '%s (%s) cannot be read: %s',
                    $store->path ?: $store->id,
                    $store->stack ?: $store->id,
                    $store->problem->message
                );
            }
        }
        $worst = $report->worst();
        if ($worst !== null) {
            array_unshift($parts, self::about($report, $worst));
        } elseif (!$report->verdict->isGood() || !$parts) {
            array_unshift($parts, self::words($report));
        }
        return FixCommand::plain(implode('; ', $parts));
    }

    /** The same word and the same dates? */
    public static function isAlike(Outcome $one, Outcome $other): bool
    {
        return $one->verdict === $other->verdict
            && $one->breaksAt == $other->breaksAt
            && $one->breaksLatest == $other->breaksLatest
            && $one->brokenSince == $other->brokenSince
            && $one->unknownFrom == $other->unknownFrom
            && $one->breaksBy == $other->breaksBy;
    }

    private static function about(Report $report, Store $store): string
    {
        $ends = [];
        foreach ($report as $result) {
            if (
                $result->store === $store->id && $result->lane === $report->lane
                && $result->verdict === $report->verdict
            ) {
                $ends[] = $result->endpoint . ($result->timeline === '' ? '' : " ($result->timeline)");
            }
        }
        $roots = array_column($report->missing($store->id), 'name');
        $who = $store->stack === '' ? [] : [$store->stack];
        if ($store->path !== $store->id || !$who) {
            $who[] = $store->path;
        }
        return sprintf(
            '%s: %s %s %s%s',
            self::words($report),
            implode(' with ', $who),
            $report->verdict === Verdict::Unknown ? 'may not reach' : 'does not reach',
            implode(', ', array_unique($ends)),
            $roots ? '; add ' . implode(', ', $roots) : ''
        );
    }

    private static function words(Report $report): string
    {
        $on = static fn (string $word, ?DateTimeImmutable $when): string =>
            $when === null ? '' : " $word " . $when->format('Y-m-d');

        return match ($report->verdict) {
            Verdict::Ready, Verdict::NotApplicable => 'ready' . $on('until', $report->until),
            Verdict::BreaksLater => 'breaks' . $on('on', $report->breaksAt),
            Verdict::Broken => 'broken' . $on('since', $report->brokenSince),
            Verdict::Unknown => 'unknown' . $on('from', $report->unknownFrom)
                . $on('and broken by', $report->breaksBy),
        };
    }
}
