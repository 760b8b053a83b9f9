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
    public static function log(Report $report, mixed $timelines, ?object $logger): void
    {
        $level = match ($report->verdict) {
            Verdict::Broken => 'error',
            Verdict::BreaksLater, Verdict::Unknown => 'warning',
            default => $report->complete ? 'info' : 'warning',
        };
        if ($logger === null && $level === 'info') {
            return;
        }
        $command = self::command($report, $timelines);
        $line = $report->summary() . ($command === '' ? '' : ": $command");
        $logger === null ? error_log("chainready: $line") : $logger->log($level, $line);
    }

    /** Prints the script that mends the store that the summary is about; "" where nothing would. */
    public static function command(Report $report, mixed $timelines = null): string
    {
        $store = $report->worst();
        if ($store === null || !$report->missing($store->id)) {
            return '';
        }
        $named = \is_string($timelines) ? [$timelines] : ($timelines ?? []);
        if (
            $store->manager === 'program' || !\is_array($named) || !array_is_list($named)
            || array_filter($named, fn ($timeline) => !\is_string($timeline))
        ) {
            return 'Report::script() is what mends it'; // a command could not be given this root set or migration
        }
        $code = sprintf(
            'require %s; echo ChainReady\ready(%s%s)->script();',
            self::quote(\dirname(__DIR__) . '/autoload.php'),
            self::quote($store->path),
            $named ? ', timelines: [' . implode(', ', array_map(self::quote(...), $named)) . ']' : '',
        );
        return 'php -r ' . self::shell($code);
    }

    /** For PHP's source. */
    private static function quote(string $text): string
    {
        return '"' . addcslashes($text, "\0..\37\"\\\$\177..\377") . '"';
    }

    /** For a shell; escapeshellarg() drops what the locale does not know. */
    private static function shell(string $text): string
    {
        return "'" . str_replace("'", "'\\''", $text) . "'";
    }
}
