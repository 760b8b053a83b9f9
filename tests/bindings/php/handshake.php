<?php

// SPDX-License-Identifier: Apache-2.0
// What ready() says of this process's stacks, and what then happens. usage: php -d openssl.cafile=STORE
// handshake.php SERVERS MOMENT. Prints JSON: for each stack what the default profile predicted, what happened, and
// what the profile of the stack predicted.

declare(strict_types=1);

namespace ChainReady\Tests;

use ChainReady\Chain;
use ChainReady\MalformedException;
use ChainReady\NotFoundException;
use ChainReady\Report;
use ChainReady\RootSet;
use ChainReady\Verdict;

use function ChainReady\ready;

require __DIR__ . '/bootstrap.php';

const TEN_YEARS = 3652 * 86400;
/** Ids of root sets, and what habits.json calls their stacks. */
const STACKS = ['php-streams' => 'php-stream', 'php-curl' => 'php-curl'];
const PROFILES = ['php-streams' => 'php-streams', 'php-curl' => 'curl-openssl'];

/** What this process trusts. */
function rootSet(string $id): RootSet
{
    return array_column(\ChainReady\rootSets(), null, 'id')[$id];
}

/** The captured chain, in the hour of the moment. */
function captured(array $moment, string $id, ?string $profile): Report
{
    return ready(
        rootSet($id),
        $moment['timeline'],
        chains: [Chain::ofPath($moment['chain'], 'localhost')],
        renewal: 'literal',
        at: $moment['at'],
        until: $moment['at'] + 3600,
        profile: $profile
    );
}

/** Says today's report, that of the captured chain, and that of the first day, and they must agree. */
function predicted(array $moment, string $id): string
{
    $today = ready(rootSet($id), $moment['timeline'], at: $moment['at']);
    $captured = captured($moment, $id, null);
    $tenYears = $moment['began'] + TEN_YEARS;
    $began = ready(rootSet($id), $moment['timeline'], at: $moment['began'], until: $tenYears);
    $good = $today->verdict !== Verdict::Broken;
    agree(!\in_array(Verdict::Unknown, [$today->verdict, $captured->verdict], true), 'unknown');
    agree($good === ($captured->verdict !== Verdict::Broken), "$today$captured");
    if ($began->verdict === Verdict::BreaksLater) {
        agree(($began->breaksAt->getTimestamp() > $moment['at']) === $good, "$began$today");
    }
    return $good ? 'connects' : 'refuses';
}

/**
 * The same by the profile of the stack. Its habits hang on what is in the certificates (key identifiers), and a
 * timeline does not have those of the issuing CA: so it is asked about the captured chain.
 */
function profiled(array $moment, string $id): string
{
    $verdict = captured($moment, $id, PROFILES[$id])->verdict;
    agree($verdict !== Verdict::Unknown, 'unknown');
    return $verdict === Verdict::Broken ? 'refuses' : 'connects';
}

function agree(bool $holds, string $what): void
{
    if (!$holds) {
        throw new \LogicException($what);
    }
}

/** null: it does not connect. */
function stream(string $url, bool $verify): ?string
{
    $ssl = $verify ? [] : ['verify_peer' => false, 'verify_peer_name' => false];
    $context = stream_context_create(['http' => ['timeout' => 20], 'ssl' => $ssl]);
    $answer = @file_get_contents($url, false, $context);
    return $answer === false ? null : $answer;
}

function curl(string $url, bool $verify): ?string
{
    $handle = curl_init($url);
    curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 20]);
    if (!$verify) {
        curl_setopt($handle, CURLOPT_SSL_VERIFYPEER, false);
    }
    $answer = curl_exec($handle);
    return $answer === false ? null : $answer;
}

/** It refuses the certificate where it connects as soon as it need not look at it. */
function happens(callable $get, string $url, string $name): string
{
    $answer = $get($url, true);
    agree(($answer ?? $get($url, false)) === $name, "$name: the server does not answer");
    return $answer === null ? 'refuses' : 'connects';
}

[, $servers, $name] = $argv;
$servers = json_decode(file_get_contents($servers), true);
$moment = array_column($servers['moments'], null, 'moment')[$name];
$said = $seen = [];
foreach (STACKS as $id => $stack) {
    try {
        $said[$stack] = [predicted($moment, $id), profiled($moment, $id)];
    } catch (NotFoundException | MalformedException) {
        $said[$stack] = ['refuses', 'refuses']; // nothing can be read where this stack looks
    }
}
$url = "https://{$servers['host']}:{$moment['port']}/";
foreach (['php-stream' => stream(...), 'php-curl' => curl(...)] as $stack => $get) {
    $seen[$stack] = [$said[$stack][0], happens($get, $url, $name), $said[$stack][1]];
}
echo json_encode($seen);
