<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/**
 * What is logged: one line with the verdict and its date, the roots and who reads them, and what to type.
 *
 * @internal
 */
final class Notice
{
    /** @param ?object $logger with PSR-3's log(); null: error_log(), and only where something is to be done */
    public static function log(Report $report, ?object $logger): void
    {
        $level = match ($report->verdict) {
            Verdict::Broken => 'error',
            Verdict::BreaksLater, Verdict::Unknown => 'warning',
            default => $report->complete ? 'info' : 'warning',
        };
        if ($logger === null && $level === 'info') {
            return;
        }
        $hint = self::hint($report);
        $line = $report->summary() . ($hint === '' ? '' : ": $hint");
        $logger === null ? error_log("chainready: $line") : $logger->log($level, $line);
    }

    /** What to type; where no command can be given this question, or this root set, what to call. */
    private static function hint(Report $report): string
    {
        $store = $report->worst();
        return $report->command()
            ?: ($store !== null && $report->missing($store->id) ? 'Report::script() is what mends it' : '');
    }
}
