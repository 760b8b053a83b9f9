<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** By Report::orThrow() alone; its message is the report's summary. */
final class NotReadyException extends \RuntimeException implements ChainReadyException
{
    public function __construct(public readonly Report $report)
    {
        parent::__construct($report->summary());
    }
}
