<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

use DateTimeInterface;

/**
 * Will these roots validate those servers, on every date of every migration?
 *
 * Without arguments: the roots of PHP's streams and of its curl extension as this process has them, the
 * built-in migrations that are current, now and two years on. Reads files, never the network. What it found
 * is logged in one line.
 *
 * @param RootSet|string|resource|iterable<RootSet|string|resource>|null $roots one or several of: a path, a
 *     RootSet, a stream context
 * @param \stdClass|string|iterable<\stdClass|string>|null $timelines one or several of: the id of a built-in
 *     migration, a path, decoded JSON
 * @param iterable<string> $hosts the servers that matter, by DNS name (A-labels) or IP address; empty: all
 * @param iterable<Chain|string> $chains captured chains, or their files; once there is one, the report is
 *     about them alone
 * @param Chain|string|null $bridges more cross-certificates to build with
 * @param DateTimeInterface|string|int|null $at the instant asked about: an object, RFC 3339 text, or seconds
 *     since 1970; null: now
 * @param DateTimeInterface|string|int|null $until the end of what matters, later than $at; null: two years on
 * @param string $lane what decides: "installed", or "program" where roots leave as announced
 * @param ?string $follows every set's root program: "mozilla", "chrome", "jdk" or "none"
 * @param string $renewal of captured leaves: "assume", or "literal" where they end when they end
 * @param ?string $profile the name of a verifier's profile; null: the default
 * @param ?string $password of keystores among the roots
 * @param ?object $logger PSR-3's; null: error_log(), and only where there is something to do
 *
 * @throws CallException for arguments that are wrong, or input that cannot be read. Where no $roots are given,
 *     a root set that cannot be read is part of the report, which is then not complete. A verdict never throws
 * @throws \TypeError for an argument of a type that is not understood
 */
function ready(
    mixed $roots = null,
    mixed $timelines = null,
    iterable $hosts = [],
    iterable $chains = [],
    Chain|string|null $bridges = null,
    DateTimeInterface|string|int|null $at = null,
    DateTimeInterface|string|int|null $until = null,
    string $lane = 'installed',
    ?string $follows = null,
    string $renewal = 'assume',
    ?string $profile = null,
    #[\SensitiveParameter] ?string $password = null,
    ?object $logger = null,
): Report {
    $question = new Question($at, $until);
    $question->addRoots($roots, $password);
    $question->addTimelines($timelines);
    $question->addHosts($hosts);
    $question->addChains($chains);
    if ($bridges !== null) {
        $question->setBridges($bridges);
    }
    $words = ['lane' => $lane, 'renewal' => $renewal, 'follows' => $follows, 'profile' => $profile];
    $report = $question->run($words);
    Notice::log($report, $timelines, $logger);
    return $report;
}

/**
 * The root set of each HTTP stack of this process; reads no certificate.
 *
 * @return list<RootSet>
 */
function rootSets(): array
{
    return Stacks::all();
}

/** @return list<string> the ids of the built-in migrations */
function timelineIds(): array
{
    $ids = [];
    while (($id = chainready_native_timeline_name(\count($ids))) !== null) {
        $ids[] = $id;
    }
    return $ids;
}

/** The version of libchain. */
function version(): string
{
    return chainready_native_version();
}
