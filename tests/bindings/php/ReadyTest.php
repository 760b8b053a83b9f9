<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady\Tests;

use ChainReady\ArgumentException;
use ChainReady\CallException;
use ChainReady\Chain;
use ChainReady\ChainReadyException;
use ChainReady\NotFoundException;
use ChainReady\NotReadyException;
use ChainReady\Report;
use ChainReady\RootSet;
use ChainReady\Verdict;
use PHPUnit\Framework\TestCase;

use function ChainReady\ready;

/** The layer that users see. */
final class ReadyTest extends TestCase
{
    private const OLD = CORPUS . '/globalsign-root-ca.pem';

    private static function breaks(mixed ...$more): Report
    {
        return ready(self::OLD, 'oss-globalsign', ...$more + ['at' => AT]);
    }

    public function testABreakHasItsDateRootAndCommand(): void
    {
        $log = new Log();
        $report = self::breaks(logger: $log);
        $this->assertSame(Verdict::BreaksLater, $report->verdict);
        $this->assertSame('2027-01-28T00:00:00+00:00', $report->breaksAt->format('c'));
        $this->assertSame('UTC', $report->breaksAt->getTimezone()->getName());
        $this->assertNull($report->brokenSince);
        $this->assertFalse($report->isReady());
        $this->assertTrue($report->complete);
        $this->assertSame(['GlobalSign Root R46'], array_column($report->missing(), 'name'));
        $this->assertSame(self::OLD, $report->worst()->path);
        $this->assertSame(1, $report->worst()->roots);
        $this->assertSame('2026-11-22', $report->at->format('Y-m-d'));
        $this->assertSame('2028-11-22', $report->until->format('Y-m-d'));
        $this->assertStringContainsString('BEGIN CERTIFICATE', $report->script());
        [[$level, $line]] = $log->lines;
        $this->assertSame('warning', $level);
        $this->assertStringStartsWith('breaks on 2027-01-28: ', $line);
        $this->assertStringContainsString('; add GlobalSign Root R46: ', $line);
    }

    /** A shell that finds this extension, as a machine's php does. */
    private static function typed(string $line): array
    {
        $ini = folder();
        file_put_contents("$ini/chainready.ini", 'extension=' . extension() . "\nerror_log=/dev/null\n");
        return run(['/bin/sh', '-c', $line], [...getenv(), 'PHP_INI_SCAN_DIR' => ":$ini"]);
    }

    /** Word for word: the line of the log, and that of the text. */
    public function testWhatIsToBeTypedMendsTheStore(): void
    {
        foreach (["/it's a \"\$HOME\" \\ `touch harm` für.pem", '/old.pem'] as $name) {
            $path = folder() . $name;
            copy(self::OLD, $path);
            $log = new Log();
            $report = ready($path, 'oss-globalsign', logger: $log);
            $this->assertStringEndsWith('; add GlobalSign Root R46: ' . $report->command(), $log->lines[0][1]);
            preg_match('/^    type ((?:.*\\\\\n)*.*)$/m', $report->text(), $found);
            $this->assertSame($report->command(), preg_replace('/ \\\\\n +/', ' ', $found[1]));
            [$code, $out, $errors] = self::typed($found[1]);
            $this->assertSame(1, $code, $errors);
            $this->assertSame($report->script(), $out);
            [$code, , $errors] = run(['/bin/sh', '-c', $out]);
            $this->assertSame(0, $code, $errors);
            $this->assertTrue(ready($path, 'oss-globalsign')->isReady());
        }
    }

    public function testTheWholeQuestionIsTyped(): void
    {
        $report = self::breaks(
            hosts: new \ArrayIterator(['a.oss-cn-hangzhou.aliyuncs.com']),
            until: '2029',
            lane: 'program',
            follows: 'mozilla',
            profile: 'tls',
            renewal: 'literal',
            bridges: self::OLD,
        );
        $old = self::OLD;
        $this->assertStringEndsWith(
            '/bin/chainready fix --timeline oss-globalsign --host a.oss-cn-hangzhou.aliyuncs.com --bridges '
            . "$old --until 2029-01-01T00:00:00Z --follows mozilla --profile tls --lane program --renewal "
            . "literal --store $old",
            $report->command()
        );
        [$code, $out, $errors] = self::typed($report->command());
        $this->assertSame([1, $report->script()], [$code, $out], $errors);
        foreach ([['password' => 'x'], ['bridges' => Chain::ofBytes(roots('globalsign-root-ca'))]] as $held) {
            $this->assertSame('', self::breaks(...$held)->command());
            $this->assertStringNotContainsString('    type ', self::breaks(...$held)->text());
        }
        $this->assertStringContainsString('    type mend it', $report->text(fixCommand: 'mend it'));
        $this->assertStringNotContainsString('    type ', $report->text(fixCommand: ''));
    }

    /** Octets that are no UTF-8, and a line feed: opened as they are, logged as one line of text. */
    public function testAPathThatIsNoText(): void
    {
        foreach (["/\xffold.pem" => '\xffold.pem', "/a\nb\e[2J.pem" => 'a\x0ab\x1b[2J.pem'] as $name => $shown) {
            $path = folder() . $name;
            copy(self::OLD, $path);
            $log = new Log();
            $report = ready($path, 'oss-globalsign', at: AT, logger: $log);
            $line = $log->lines[0][1];
            $this->assertStringContainsString($shown, $line);
            $this->assertMatchesRegularExpression('/^[ -~]*$/D', $line);
            $this->assertStringEndsWith(': Report::script() is what mends it', $line);
            $this->assertSame($path, $report->stores[0]->path);
            foreach (\ChainReady\reportFormats() as $form) {
                $this->assertSame(1, preg_match('//u', $report->toFormat($form)), $form);
            }
        }
    }

    /** bin/chainready and the command: the same octets, and the same to type but for how the program is called. */
    public function testTheScriptIsTheCommand(): void
    {
        $type = '/^    type ((?:.*\\\\\n)*.*)$/m';
        $script = realpath(REPOSITORY . '/bindings/php/bin/chainready');
        $base = ['--roots', self::OLD, '--at', '2026-11-22'];
        $lines = ['', '--timeline oss-globalsign', '--timeline oss-globalsign --quiet', '--json', '--lane program '
            . '--follows mozilla --json', '--profile openssl-3 --json', '--renewal literal --until 2027 --json',
            '--chain OLD --host x.example', '--timeline oss-globalsign --bridges OLD --until '
            . '2029-01-01T00:00:00Z --lane program --follows mozilla --profile tls --renewal literal', '--bridges OLD --json'];
        foreach (\ChainReady\reportFormats() as $form) {
            $lines[] = "--format $form";
        }
        foreach ($lines as $line) {
            $words = array_filter(explode(' ', str_replace('OLD', self::OLD, $line)), strlen(...));
            [$code, $out] = run([build() . '/cli/chainready', 'check', ...$base, ...$words]);
            [$own, $said, $errors] = run([PHP_BINARY, ...modules('curl'), $script, 'check', ...$base, ...$words]);
            $this->assertSame($code, $own, "$line: $errors");
            $this->assertSame(preg_replace($type, '', $out), preg_replace($type, '', $said), $line);
            preg_match_all($type, $out, $wanted);
            preg_match_all($type, $said, $actual);
            $this->assertCount(\count($wanted[1]), $actual[1]);
            foreach ($actual[1] as $number => $typed) {
                $flat = static fn (string $text): string => preg_replace('/ \\\\\n +/', ' ', $text);
                // the script mends a store now, whatever the instant that was asked about (ADR 20)
                $rest = str_replace(' --at 2026-11-22', '', substr($flat($wanted[1][$number]), \strlen('chainready')));
                $this->assertSame(PHP_BINARY . " $script$rest", str_replace(
                    \dirname(__DIR__, 3) . '/tests/bindings/php/../../../bindings/php/bin/chainready',
                    $script,
                    $flat($typed)
                ));
            }
        }
    }

    public function testTheScriptsMistakes(): void
    {
        $script = REPOSITORY . '/bindings/php/bin/chainready';
        $mistakes = ['--nonsense' => 64, '--at' => 64, '--format pdf' => 64, '--store x' => 64, '--lane fast' => 64,
            '--baseline /none' => 66, '--password /none' => 66, '--timeline none' => 66, 'fix --store /none' => 66,
            '--at 2026-11-22 --until 2026-11-22' => 64, '--help' => 0, 'fix --store php-streams' => null];
        foreach ($mistakes as $line => $code) {
            [$exit, $out, $errors] = run([PHP_BINARY, ...modules('curl'), $script, ...explode(' ', $line)]);
            $this->assertContains($exit, $code === null ? [0, 1] : [$code], "$line: $out$errors");
            $this->assertSame($exit > 3, str_starts_with($errors, 'chainready: '), "$line: $errors");
        }
    }

    public function testFormatsBaselinesOriginsAndDrafts(): void
    {
        $this->assertSame(self::breaks()->toJson(), self::breaks()->toFormat('json'));
        $sarif = self::breaks(origin: 'deploy/Dockerfile', originLine: 12)->toFormat('sarif');
        $this->assertStringContainsString('deploy/Dockerfile', $sarif);
        $known = (object) ['schema' => 'libchain.baseline/1', 'findings' => [['endpoint' => 'oss',
            'verdict' => 'breaks_later', 'expires' => '2027-06-01', 'reason' => 'in spring']]];
        $file = folder() . '/baseline.json';
        file_put_contents($file, json_encode($known));
        $this->assertTrue(self::breaks(baseline: $known)->isReady());
        $this->assertTrue(self::breaks(baseline: $file)->isReady());
        $new = Chain::ofPath(CORPUS . '/globalsign-root-r46.pem');
        $parts = ['oldRoot' => Chain::ofPath(self::OLD), 'newRoot' => $new, 'host' => '*.corp.example'];
        $zone = new \DateTimeZone('Asia/Shanghai');
        $draft = \ChainReady\draftTimeline('corp', ...$parts, on: new \DateTime('2027-03-01 08:00', $zone));
        $own = ready(self::OLD, json_decode($draft), at: AT);
        $this->assertSame('2027-03-01T00:00:00+00:00', $own->breaksAt->format('c'));
        $this->assertStringContainsString('REPLACE', \ChainReady\draftTimeline());
        $mistakes = [fn () => self::breaks()->toFormat('pdf'), fn () => self::breaks(origin: 'x', originLine: 0)];
        foreach ($mistakes as $call) {
            try {
                $call();
                $this->fail('did not throw');
            } catch (ArgumentException $error) {
                $this->assertSame('argument', $error->status);
            }
        }
    }

    public function testWhatAProgramHoldsItMendsItself(): void
    {
        $log = new Log();
        ready(RootSet::ofBytes(roots('globalsign-root-ca')), 'oss-globalsign', at: AT, logger: $log);
        $this->assertStringEndsWith(': Report::script() is what mends it', $log->lines[0][1]);
    }

    public function testReadyIsQuiet(): void
    {
        $file = folder() . '/log';
        $before = ini_set('error_log', $file);
        $good = ready(RootSet::ofBytes(roots('globalsign-root-r46', 'globalsign-root-ca')), 'oss-globalsign', at: AT);
        $this->assertTrue($good->isReady());
        $this->assertSame($good, $good->orThrow());
        $this->assertNull($good->worst());
        $this->assertSame('ready until 2028-11-22', $good->summary());
        $this->assertFileDoesNotExist($file);
        self::breaks();
        ini_set('error_log', $before);
        $this->assertStringContainsString('chainready: breaks on 2027-01-28', file_get_contents($file));
        unlink($file);
    }

    public function testOrThrowHasTheReport(): void
    {
        $report = self::breaks();
        try {
            $report->orThrow();
            $this->fail('did not throw');
        } catch (NotReadyException $error) {
            $this->assertSame($report, $error->report);
            $this->assertSame($report->summary(), $error->getMessage());
            $this->assertInstanceOf(ChainReadyException::class, $error);
        }
    }

    public function testAReportIsManyThings(): void
    {
        $report = self::breaks();
        $this->assertSame($report->text(), (string) $report);
        $this->assertSame($report->results, iterator_to_array($report));
        $this->assertSame(\count($report->results), \count($report));
        $this->assertSame('libchain.report/1', json_decode(json_encode($report))->schema);
        $this->assertStringContainsString("\e[", $report->text(color: true));
        $this->assertLessThan(\strlen($report->text()), \strlen($report->text(quiet: true)));
        $this->assertSame(['installed'], array_unique(array_column($report->results, 'lane')));
    }

    public function testTheCommandPrintsTheSame(): void
    {
        [$code, $out] = run([build() . '/cli/chainready', 'check', '--roots', self::OLD, '--timeline',
            'oss-globalsign', '--at', '2026-11-22', '--json']);
        $this->assertSame(1, $code);
        $this->assertSame($out, self::breaks()->toJson());
    }

    public function testAReportDoesNotChange(): void
    {
        $report = self::breaks();
        foreach (
            [
            fn () => $report->complete = false,
            fn () => $report->stores[] = 1,
            fn () => $report->extra = 1,
            fn () => clone $report,
            fn () => serialize($report),
            fn () => unserialize('O:17:"ChainReady\Report":0:{}'),
            fn () => $report->results[0]->store = '',
            ] as $number => $change
        ) {
            try {
                $change();
                $this->fail("change $number was accepted");
            } catch (\Error | \LogicException $error) {
                $this->assertNotInstanceOf(\PHPUnit\Framework\Exception::class, $error);
            }
        }
    }

    public function testInstants(): void
    {
        $zone = new \DateTimeZone('Asia/Shanghai');
        $same = [AT, '2026-11-22', '2026-11-22T00:00:00Z', new \DateTimeImmutable('2026-11-22 08:00', $zone),
            new \DateTime('2026-11-22 08:00:00.9', $zone)];
        foreach ($same as $at) {
            $this->assertSame(AT, self::breaks(at: $at)->at->getTimestamp());
        }
        $leap = self::breaks(at: '2028-02-29');
        $this->assertSame('2030-03-01', $leap->until->format('Y-m-d'));
        $now = self::breaks(at: null)->at->getTimestamp();
        $this->assertLessThan(60, abs(time() - $now));
    }

    public static function mistakes(): iterable
    {
        $timeline = new \stdClass();
        yield 'until before at' => [['until' => AT], 'argument'];
        yield 'no time' => [['at' => 'soon'], 'argument'];
        yield 'the end of time' => [['at' => PHP_INT_MAX], 'argument'];
        yield 'lane' => [['lane' => 'fast'], 'argument'];
        yield 'follows' => [['follows' => 'me'], 'argument'];
        yield 'renewal' => [['renewal' => 'never'], 'argument'];
        yield 'profile' => [['profile' => 'none'], 'argument'];
        yield 'host' => [['hosts' => ['a b']], 'argument'];
        yield 'no such file' => [['chains' => ['/nowhere']], 'not_found'];
        yield 'bridges' => [['bridges' => Chain::ofBytes('x')], 'malformed'];
        yield 'timeline' => [['timelines' => '/nowhere.json'], 'not_found'];
        yield 'a timeline without anything' => [['timelines' => $timeline], 'malformed'];
        yield 'no roots' => [['roots' => []], 'argument'];
        yield 'roots that are not there' => [['roots' => '/nowhere'], 'not_found'];
    }

    /** @dataProvider mistakes */
    public function testMistakesThrow(array $arguments, string $status): void
    {
        try {
            ready(...$arguments + ['roots' => self::OLD, 'timelines' => 'oss-globalsign', 'at' => AT]);
            $this->fail('did not throw');
        } catch (CallException $error) {
            $this->assertSame($status, $error->status);
            $this->assertNotSame('', $error->reason);
            $this->assertSame($status === 'argument', $error instanceof ArgumentException);
        }
    }

    public function testWrongTypesThrow(): void
    {
        $mistakes = [['roots' => 1], ['roots' => [null]], ['timelines' => 1], ['hosts' => [1]], ['chains' => [1]]];
        foreach ($mistakes as $one) {
            try {
                ready(...$one + ['roots' => self::OLD, 'at' => AT]);
                $this->fail('did not throw');
            } catch (\TypeError $error) {
                $this->assertStringContainsString('is wanted, not ', $error->getMessage());
            }
        }
        $this->expectException(\ValueError::class);
        ready("/a\0b");
    }

    public function testAChainWithItsHost(): void
    {
        $chain = Chain::ofPath(self::OLD, 'bucket.oss-cn-hangzhou.aliyuncs.com');
        $this->assertCount(1, self::breaks(chains: [$chain]));
        $this->assertSame(self::breaks(chains: [$chain])->toJson(), self::breaks(chains: $chain)->toJson());
        $host = 'bucket.oss-cn-hangzhou.aliyuncs.com';
        $this->assertSame(self::breaks(hosts: [$host])->toJson(), self::breaks(hosts: $host)->toJson());
        $this->expectException(NotFoundException::class);
        self::breaks(chains: [Chain::ofPath('/nowhere')]);
    }

    public function testTimelinesAreIdsFilesOrObjects(): void
    {
        $file = REPOSITORY . '/timelines/oss-globalsign.json';
        $object = json_decode(file_get_contents($file));
        $expected = self::breaks()->toJson();
        foreach ([['oss-globalsign'], $file, [$file], $object] as $timelines) {
            $this->assertSame($expected, ready(self::OLD, $timelines, at: AT)->toJson());
        }
        $this->assertContains('oss-globalsign', \ChainReady\timelineIds());
        $this->assertMatchesRegularExpression('/^\d+\.\d+\.\d+$/', \ChainReady\version());
    }

    /** So that tools know what the extension has. */
    public function testTheStubsAreTheExtension(): void
    {
        $stubs = file_get_contents(REPOSITORY . '/bindings/php/chainready.stub.php');
        $seen = [];
        $form = '/^(?:final class (\w+)|    (?:private |public )(static )?function (\w+)\((.*?)\)'
            . '|function (\w+)\((.*?)\))/m';
        preg_match_all($form, $stubs, $found, PREG_SET_ORDER);
        foreach ($found as $one) {
            $count = static fn (string $list): int => $list === '' ? 0 : substr_count($list, '$');
            if (isset($one[5])) {
                $seen[] = "$one[5] {$count($one[6])}";
            } elseif (isset($one[3])) {
                $seen[] = "$class::$one[3] {$count($one[4])}";
            } else {
                $class = $one[1];
            }
        }
        $there = [];
        $extension = new \ReflectionExtension('chainready');
        foreach ($extension->getFunctions() as $function) {
            $there[] = "$function->name {$function->getNumberOfParameters()}";
        }
        foreach ($extension->getClasses() as $class) {
            foreach ($class->getMethods() as $method) {
                if (
                    $class->name !== 'ChainReadyNative' && !str_contains($class->name, '\\')
                    && !preg_match('/^__(get|set|isset)$/', $method->name)
                ) {
                    $there[] = "$class->name::$method->name {$method->getNumberOfParameters()}";
                }
            }
        }
        sort($seen);
        sort($there);
        $this->assertSame($there, $seen);
    }
}
