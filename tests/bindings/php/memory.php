<?php
// SPDX-License-Identifier: Apache-2.0
// Memory stays flat however often one asks. usage: memory.php CALLS
//
// Four calls make a round: a report with all of its parts, its JSON, the roots that it lacks, and a call that
// throws. Prints one line of JSON: the resident memory after a tenth of the rounds, and at the end.

declare(strict_types=1);

namespace ChainReady\Tests;

use ChainReady\MalformedException;
use ChainReady\RootSet;
use ChainReady\Verdict;

use function ChainReady\ready;

require __DIR__ . '/bootstrap.php';

const CALLS_A_ROUND = 4;

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
    try {
        ready($bad, at: AT, logger: $log);
    } catch (MalformedException) {
        return;
    }
    throw new \LogicException('a truncated store was accepted');
}

$calls = (int) ($argv[1] ?? 0);
$good = RootSet::ofBytes(roots('globalsign-root-ca'));
$bad = RootSet::ofBytes("0\x82\x01");
$log = new class () {
    public function log($level, $message): void
    {
    }
};
$early = 0;
$rounds = intdiv($calls, CALLS_A_ROUND);
for ($number = 0; $number < $rounds; $number++) {
    round($good, $bad, $log);
    if ($number === intdiv($rounds, 10)) {
        $early = resident();
    }
}
echo json_encode(['calls' => $calls, 'early_kib' => $early, 'late_kib' => resident()]), "\n";
