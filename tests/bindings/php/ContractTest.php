<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady\Tests;

use ChainReady\CallException;
use ChainReady\Report;
use ChainReady\Verdict;
use PHPUnit\Framework\TestCase;

/** The contract that C, Python, Java and PHP keep alike: docs/BINDINGS.md. */
final class ContractTest extends TestCase
{
    private const FILE = REPOSITORY . '/tests/bindings/contract.json';
    private const KEYS = ['id', 'ask', 'source', 'at', 'until', 'profile', 'lane', 'follows', 'renewal', 'budget',
        'stores', 'timelines', 'chains', 'hosts', 'bridges', 'baseline', 'origin', 'draft', 'expect', 'error'];
    private const DATES = ['breaks_at' => 'breaksAt', 'breaks_latest' => 'breaksLatest',
        'broken_since' => 'brokenSince', 'unknown_from' => 'unknownFrom', 'breaks_by' => 'breaksBy'];

    /** What C answers, a file for each case. */
    private static string $answers;

    public static function setUpBeforeClass(): void
    {
        self::$answers = folder();
        [$code] = run([build() . '/tests/bindings/contract', self::FILE, CORPUS, '--write', self::$answers]);
        self::assertSame(0, $code);
    }

    public static function cases(): iterable
    {
        foreach (json_decode(file_get_contents(self::FILE), true)['cases'] as $case) {
            yield $case['id'] => [$case];
        }
    }

    /** Roots, then text, then hex. */
    private static function octets(array $data): string
    {
        return roots(...$data['roots'] ?? []) . ($data['text'] ?? '') . hex2bin($data['hex'] ?? '');
    }

    private static function der(string $pem): string
    {
        preg_match('/-----BEGIN CERTIFICATE-----(.*?)-----END/s', $pem, $found);
        return base64_decode($found[1]);
    }

    private static function store(array $data): \ChainReadyNativeStore
    {
        if (!isset($data['anchors'])) {
            return \ChainReadyNativeStore::from_bytes($data['label'], self::octets($data), $data['password'] ?? null);
        }
        $anchors = new \ChainReadyNativeAnchors();
        foreach ($data['anchors'] as $each) {
            $anchors->add(isset($each['roots']) ? self::der(self::octets($each)) : self::octets($each));
        }
        return $anchors->store($data['label']);
    }

    private static function place(array $data): ?\ChainReadyNativePlace
    {
        if (!isset($data['place'])) {
            return null;
        }
        $place = new \ChainReadyNativePlace($data['label']);
        foreach ($data['place'] as $field => $value) {
            $place->put($field, $value);
        }
        return $place;
    }

    /** In the order of the contract. */
    private static function askReady(array $case): Report
    {
        $at = chainready_native_parse_time($case['at']);
        $until = chainready_native_parse_time($case['until']);
        $question = new \ChainReadyNativeQuestion($at, $until);
        foreach (['profile', 'lane', 'follows', 'renewal'] as $key) {
            if (isset($case[$key])) {
                $question->{"set_$key"}($case[$key]);
            }
        }
        foreach ($case['budget'] ?? [] as $field => $most) {
            $question->set_budget($field, $most);
        }
        foreach ($case['stores'] as $data) {
            $place = self::place($data);
            $question->add_store(self::store($data), $place);
        }
        if ($case['timelines'] === 'current') {
            $question->add_current_timelines();
        } else {
            foreach ($case['timelines'] as $timeline) {
                $question->add_timeline(\is_string($timeline)
                    ? \ChainReadyNativeTimeline::builtin($timeline)
                    : \ChainReadyNativeTimeline::from_bytes($timeline['text']));
            }
        }
        foreach ($case['chains'] ?? [] as $data) {
            $question->add_chain(\ChainReadyNativeChain::from_bytes(self::octets($data)), $data['host'] ?? null);
        }
        foreach ($case['hosts'] ?? [] as $host) {
            $question->add_host($host);
        }
        if (isset($case['bridges'])) {
            $question->set_bridges(\ChainReadyNativeChain::from_bytes(self::octets($case['bridges'])));
        }
        if (isset($case['baseline'])) {
            $question->set_baseline(\ChainReadyNativeBaseline::from_bytes($case['baseline']['text']));
        }
        if (isset($case['origin'])) {
            $question->set_origin($case['origin']['path'], $case['origin']['line']);
        }
        return new Report($question->run(), $at, $until, $case['lane'] ?? 'installed');
    }

    private static function askVerify(array $case): string
    {
        $at = chainready_native_parse_time($case['at']);
        $until = chainready_native_parse_time($case['until']);
        $store = self::store($case['stores'][0]);
        $chain = \ChainReadyNativeChain::from_bytes(self::octets($case['chains'][0]));
        $verification = new \ChainReadyNativeVerification($store, $chain, $at, $until);
        if (isset($case['chains'][0]['host'])) {
            $verification->set_host($case['chains'][0]['host']);
        }
        if (isset($case['profile'])) {
            $verification->set_profile($case['profile']);
        }
        return $verification->json();
    }

    private static function askDraft(array $case): string
    {
        $draft = new \ChainReadyNativeDraft(chainready_native_parse_time($case['at']));
        foreach (array_intersect_key($case['draft'], ['id' => 0, 'host' => 0, 'on' => 0]) as $field => $value) {
            $draft->put($field, $value);
        }
        foreach (['old_root', 'new_root', 'bridge'] as $field) {
            if (isset($case['draft'][$field])) {
                $octets = self::octets($case['draft'][$field]);
                $draft->certify($field, \ChainReadyNativeChain::from_bytes($octets));
            }
        }
        return $draft->json();
    }

    /** What other tools read, and what to type. */
    private function assertIsInEveryForm(Report $report, string $id): void
    {
        foreach (\ChainReady\reportFormats() as $form) {
            $this->assertStringEqualsFile(self::$answers . "/$id.$form", $report->toFormat($form));
        }
        $this->assertStringEqualsFile(self::$answers . "/$id.typed", $report->text(72, fixCommand: 'mend it'));
    }

    /** The properties of a report say what its JSON says. */
    private function assertIsAsItsJson(Report $report): void
    {
        $document = json_decode($report->toJson(), true);
        foreach (self::DATES as $key => $property) {
            $shown = $document[$key] ?? ($key === 'breaks_latest' ? $document['breaks_at'] ?? null : null);
            $this->assertSame(
                $shown === null ? null : chainready_native_parse_time($shown),
                $report->$property?->getTimestamp(),
                $key
            );
        }
        $this->assertSame($document['verdict'], $report->verdict->value);
        $this->assertSame($document['complete'], $report->complete);
        $this->assertSame(array_column($document['stores'], 'id'), array_column($report->stores, 'id'));
        $this->assertCount(\count($document['results']), $report);
        foreach ($report as $index => $result) {
            foreach (['store', 'lane', 'timeline', 'endpoint'] as $key) {
                $this->assertSame($document['results'][$index][$key] ?? '', $result->$key);
            }
            $this->assertSame($document['results'][$index]['verdict'], $result->verdict->value);
        }
        $good = \in_array($report->verdict, [Verdict::Ready, Verdict::NotApplicable], true);
        $this->assertSame($good && $report->complete, $report->isReady());
        $this->assertEquals(json_decode($report->toJson()), json_decode(json_encode($report)));
    }

    /** @dataProvider cases */
    public function testContract(array $case): void
    {
        $this->assertSame([], array_diff(array_keys($case), self::KEYS));
        try {
            if ($case['ask'] === 'verify') {
                $answer = self::askVerify($case);
            } elseif ($case['ask'] === 'draft') {
                $answer = self::askDraft($case);
            } elseif ($case['ask'] === 'names') {
                $this->assertSame($case['expect'], [
                    'default_timelines' => \ChainReady\defaultTimelineIds(),
                    'formats' => \ChainReady\reportFormats(),
                ]);
                return;
            } else {
                $report = self::askReady($case);
                $answer = $report->toJson();
                $this->assertIsAsItsJson($report);
                $this->assertIsInEveryForm($report, $case['id']);
            }
        } catch (CallException $error) {
            $actual = ['status' => $error->status, 'entry' => $error->entry, 'offset' => $error->offset ?? -1,
                'path' => $error->path, 'message' => $error->reason];
            $this->assertArrayHasKey('error', $case, $error->getMessage());
            if (!isset($case['error']['message'])) {
                unset($actual['message']);
            }
            $this->assertEquals($case['error'], $actual);
            return;
        }
        $this->assertArrayHasKey('expect', $case);
        $this->assertStringEqualsFile(self::$answers . "/{$case['id']}.json", $answer);
        $keys = ['id' => 0, 'verdict' => 0, 'complete' => 0, ...array_fill_keys(array_keys(self::DATES), 0)];
        $this->assertEquals($case['expect'], array_intersect_key(json_decode($answer, true), $keys));
    }
}
