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
 * @param iterable<string>|string $hosts the servers that matter, by DNS name (A-labels) or IP address; empty: all
 * @param iterable<Chain|string>|Chain|string $chains captured chains, or their files; once there is one, the report is
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
 * @param \stdClass|string|null $baseline findings that are known and accepted, each with a reason and a date (a
 *     file, or decoded JSON): they are shown, and decide nothing
 * @param ?string $origin the file whose build made the root sets, as its repository has it (a Dockerfile): formats
 *     that point at places point there
 * @param int $originLine a line of it, from 1
 *
 * @throws CallException for arguments that are wrong, or input that cannot be read. Where no $roots are given,
 *     a root set that cannot be read is part of the report, which is then not complete. A verdict never throws
 * @throws \TypeError for an argument of a type that is not understood
 */
function ready(
    mixed $roots = null,
    mixed $timelines = null,
    iterable|string $hosts = [],
    iterable|Chain|string $chains = [],
    Chain|string|null $bridges = null,
    DateTimeInterface|string|int|null $at = null,
    DateTimeInterface|string|int|null $until = null,
    string $lane = 'installed',
    ?string $follows = null,
    string $renewal = 'assume',
    ?string $profile = null,
    #[\SensitiveParameter] ?string $password = null,
    ?object $logger = null,
    \stdClass|string|null $baseline = null,
    ?string $origin = null,
    int $originLine = 1,
): Report {
    $question = new Question($at, $until);
    $question->addRoots($roots, $password);
    $question->addTimelines($timelines);
    $question->addHosts($hosts);
    $question->addChains($chains);
    if ($bridges !== null) {
        $question->setBridges($bridges);
    }
    if ($baseline !== null) {
        $question->setBaseline($baseline);
    }
    if ($origin !== null) {
        $question->setOrigin($origin, $originLine);
    }
    $words = ['lane' => $lane, 'renewal' => $renewal, 'follows' => $follows, 'profile' => $profile];
    $report = $question->run($words);
    Notice::log($report, $logger);
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
    return Question::names(chainready_native_timeline_name(...));
}

/** @return list<string> of these, the ones that ready() asks about where they are current and none is named */
function defaultTimelineIds(): array
{
    return Question::names(chainready_native_default_timeline_name(...));
}

/** @return list<string> what Report::toFormat() takes */
function reportFormats(): array
{
    return Question::names(chainready_native_format_name(...));
}

/**
 * Drafts the migration from an old root to a new one, as ready() takes it once it is saved. What is left out
 * becomes a text that begins with "REPLACE", and the draft is not readable before a person has replaced it.
 *
 * @param ?string $id of a-z, 0-9 and "-"; null: "my-rotation"
 * @param ?Chain $oldRoot whose certificates servers send today: one certificate
 * @param ?Chain $newRoot and whose from $on on
 * @param ?Chain $bridge the new root's name and key, signed by the old root; null: none is sent
 * @param ?string $host the pattern of the servers' names: "*.corp.example"
 * @param DateTimeInterface|string|null $on an instant; or as text RFC 3339, or a date, which covers its day in UTC
 * @param DateTimeInterface|string|int|null $today the day on which the facts hold; null: today
 *
 * @return string JSON
 *
 * @throws CallException for a certificate, an id, a host or a date that is none
 */
function draftTimeline(
    ?string $id = null,
    ?Chain $oldRoot = null,
    ?Chain $newRoot = null,
    ?Chain $bridge = null,
    ?string $host = null,
    DateTimeInterface|string|null $on = null,
    DateTimeInterface|string|int|null $today = null,
): string {
    $draft = new \ChainReadyNativeDraft($today === null ? time() : Moment::seconds($today));
    if ($on instanceof DateTimeInterface) {
        $on = chainready_native_format_time(Moment::seconds($on));
    }
    foreach (array_filter(['id' => $id, 'host' => $host, 'on' => $on], \is_string(...)) as $field => $value) {
        $draft->put($field, $value);
    }
    $roots = ['old_root' => $oldRoot, 'new_root' => $newRoot, 'bridge' => $bridge];
    foreach (array_filter($roots) as $field => $certificate) {
        $draft->certify($field, $certificate->open());
    }
    return $draft->json();
}

/** The version of libchain. */
function version(): string
{
    return chainready_native_version();
}
