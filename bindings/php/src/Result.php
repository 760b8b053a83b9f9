<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** One store, lane, migration and endpoint. */
final readonly class Result extends Outcome
{
    /** The id of the store. */
    public string $store;
    /** "installed", or "program" where roots leave as announced. */
    public string $lane;
    /** The id of the migration; "" for a captured chain that belongs to none. */
    public string $timeline;
    public string $endpoint;
    /** One sentence for a person, or "". */
    public string $reason;
    /** @var list<Root> what would make it ready */
    public array $roots;

    /** @internal */
    public function __construct(\ChainReadyNativeReport $report, int $index)
    {
        parent::__construct($report->result_outcome($index));
        $this->store = $report->result_store($index);
        $this->lane = $report->result_lane($index);
        $this->timeline = $report->result_timeline($index);
        $this->endpoint = $report->result_endpoint($index);
        $this->reason = $report->result_reason($index);
        $roots = [];
        for ($root = 0; $root < $report->result_root_count($index); $root++) {
            $roots[] = new Root($report->result_root($index, $root));
        }
        $this->roots = $roots;
    }
}
