<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** Why a store could not be read. */
final readonly class Problem
{
    /** The name of libchain's status: "malformed", "not_found", ... */
    public string $status;
    /** Counted from 1; 0: the input as a whole. */
    public int $entry;
    /** In octets from the start of the input; null: not known. */
    public ?int $offset;
    /** The file; "" for input from memory. */
    public string $path;
    public string $message;

    /** @internal */
    public function __construct(\ChainReadyNativeProblem $problem)
    {
        $this->status = $problem->status();
        $this->entry = $problem->entry();
        $this->offset = $problem->offset() < 0 ? null : $problem->offset();
        $this->path = $problem->path();
        $this->message = $problem->message();
    }
}
