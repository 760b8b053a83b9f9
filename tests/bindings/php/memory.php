<?php

// SPDX-License-Identifier: Apache-2.0
// Memory stays flat however often one asks. usage: memory.php CALLS
//
// Five calls make a round: a report with all of its parts, its JSON, the roots that it lacks, and two calls that
// throw, one of them in a constructor of the extension. Prints one line of JSON: the resident memory after a tenth
// of the rounds and at the end, and how many octets more PHP itself holds by then.

declare(strict_types=1);

namespace ChainReady\Tests;

use ChainReady\ArgumentException;
use ChainReady\CallException;
use ChainReady\MalformedException;
use ChainReady\RootSet;
use ChainReady\Verdict;

use function ChainReady\ready;

require __DIR__ . '/bootstrap.php';

const CALLS_A_ROUND = 5;

/** KiB of resident memory. */
function resident(): int
{
    preg_match('/^VmRSS:\s+(\d+)/m', file_get_contents('/proc/self/status'), $found);
    return (int) $found[1];
}

function round(RootSet $good, RootSet $bad, object $log): void
{
    $report = ready($good, 'oss-globalsign', at: AT, logger: $log);
    if (
        $report->verdict !== Verdict::BreaksLater || \strlen($report->toJson()) < 1000 || !$report->missing()
    ) {
        throw new \LogicException((string) $report);
    }
    $wrong = [[$bad, AT + 1, MalformedException::class], [$good, AT, ArgumentException::class]];
    foreach ($wrong as [$set, $until, $kind]) {
        try {
            ready($set, at: AT, until: $until, logger: $log);
            throw new \LogicException("$kind was not thrown");
        } catch (CallException $error) {
            if (!$error instanceof $kind) {
                throw $error;
            }
        }
    }
}

$calls = (int) ($argv[1] ?? 0);
$good = RootSet::ofBytes(roots('globalsign-root-ca'));
$bad = RootSet::ofBytes("0\x82\x01");
$log = new class () {
    public function log($level, $message): void
    {
    }
};
$early = $held = 0;
$rounds = intdiv($calls, CALLS_A_ROUND);
for ($number = 0; $number < $rounds; $number++) {
    round($good, $bad, $log);
    if ($number === intdiv($rounds, 10)) {
        [$early, $held] = [resident(), memory_get_usage()];
    }
}
$more = memory_get_usage() - $held;
$seen = ['calls' => $calls, 'early_kib' => $early, 'late_kib' => resident(), 'php_octets_more' => $more];
echo json_encode($seen), "\n";
