<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** A root set, who reads it, and what becomes of it. */
final readonly class Store extends Outcome
{
    /** Unique within the report: "php-curl". */
    public string $id;
    public string $path;
    /** Who reads it, in words. */
    public string $stack;
    /** How it is changed: "debian", "program", ... */
    public string $manager;
    /** The setting or variable that points to it, or "". */
    public string $config;
    /** Its root program: "mozilla", "chrome", "jdk" or "none". */
    public string $follows;
    /** "pem", "directory", "runtime", ... */
    public string $kind;
    /** How many it holds. */
    public int $roots;
    /** Why it could not be read; null when it was. */
    public ?Problem $problem;

    /** @internal */
    public function __construct(\ChainReadyNativeReport $report, int $index)
    {
        parent::__construct($report->store_outcome($index));
        $place = $report->store_place($index);
        $problem = $report->store_problem($index);
        $this->id = $place->get('id');
        $this->path = $place->get('path');
        $this->stack = $place->get('stack');
        $this->manager = $place->get('manager');
        $this->config = $place->get('config');
        $this->follows = $place->get('follows');
        $this->kind = $report->store_kind($index);
        $this->roots = $report->store_roots($index);
        $this->problem = $problem === null ? null : new Problem($problem);
    }
}
