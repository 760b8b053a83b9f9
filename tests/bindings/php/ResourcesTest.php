<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady\Tests;

use ChainReady\CallException;
use ChainReady\InputException;
use ChainReady\MalformedException;
use ChainReady\NotFoundException;
use ChainReady\PasswordException;
use ChainReady\RootSet;
use PHPUnit\Framework\TestCase;

use function ChainReady\ready;

/** Hostile input throws, objects may go in any order, and nothing is left behind. */
final class ResourcesTest extends TestCase
{
    /** Every prefix of a certificate, and each octet of its head turned over. */
    public function testTruncatedAndDamagedStoresThrowOrSayWhatTheySkipped(): void
    {
        preg_match('/-----BEGIN CERTIFICATE-----(.*?)-----END/s', roots('globalsign-root-r46'), $found);
        $der = base64_decode($found[1]);
        $inputs = [];
        for ($size = 0; $size < \strlen($der); $size++) {
            $inputs[] = substr($der, 0, $size);
        }
        for ($at = 0; $at < 200; $at++) {
            $inputs[] = substr_replace($der, $der[$at] ^ "\xff", $at, 1);
        }
        $thrown = 0;
        foreach ($inputs as $number => $data) {
            try {
                $report = ready(RootSet::ofBytes($data), 'oss-globalsign', at: AT);
                $this->assertGreaterThan(1020, $number, 'a truncated certificate was accepted');
                $this->assertSame(1, $report->stores[0]->roots);
            } catch (InputException $error) {
                $thrown++;
                $this->assertNotSame('', $error->reason);
                $this->assertSame('bytes', $error->path);
            }
        }
        $this->assertGreaterThan(\strlen($der), $thrown);
    }

    public static function hostile(): iterable
    {
        yield 'nothing' => ['', InputException::class];
        yield 'zeros' => [str_repeat("\0", 4096), InputException::class];
        yield 'a length beyond the end' => ["0\x84\xff\xff\xff\xff", MalformedException::class];
        yield 'an indefinite length' => ["0\x80\0\0", InputException::class];
        yield 'a keystore cut off' => ["\xfe\xed\xfe\xed\0\0\0\2\0\0\xff\xff", MalformedException::class];
        yield 'PEM without an end' => ["-----BEGIN CERTIFICATE-----\nAAAA\n", InputException::class];
        yield 'deep' => [str_repeat("0\x82\x40\0", 4000), MalformedException::class];
        yield 'text' => ['<?php echo 1;', InputException::class];
    }

    /** @dataProvider hostile */
    public function testHostileStoresThrow(string $data, string $class): void
    {
        $file = folder() . '/store';
        file_put_contents($file, $data);
        foreach ([RootSet::ofBytes($data), $file] as $roots) {
            try {
                ready($roots, at: AT);
                $this->fail('did not throw');
            } catch (CallException $error) {
                $this->assertInstanceOf($class, $error);
                $this->assertContains($error->path, [$file, 'bytes']);
            }
        }
    }

    public function testAKeystoreWantsItsPassword(): void
    {
        $folder = folder();
        file_put_contents("$folder/ca.pem", roots('globalsign-root-r46'));
        run(['openssl', 'pkcs12', '-export', '-nokeys', '-in', "$folder/ca.pem", '-passout', 'pass:secret',
            '-out', "$folder/ca.p12"]);
        try { // OpenSSL 3.0 cannot mark it as trusted
            ready("$folder/ca.p12", at: AT, password: 'secret');
            $this->fail('did not throw');
        } catch (NotFoundException $error) {
            $this->assertStringContainsString('holds 1 certificates', $error->reason);
        }
        try {
            ready("$folder/ca.p12", at: AT, password: 'wrong');
            $this->fail('did not throw');
        } catch (PasswordException $error) {
            $this->assertStringNotContainsString('wrong', $error->getTraceAsString());
        }
    }

    /** Each part outlives all that it came from. */
    public function testObjectsGoInAnyOrder(): void
    {
        foreach ([[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [3, 4, 0, 2, 1]] as $order) {
            $store = \ChainReadyNativeStore::from_bytes('mine', roots('globalsign-root-ca'), null);
            $timeline = \ChainReadyNativeTimeline::builtin('oss-globalsign');
            $question = new \ChainReadyNativeQuestion(AT, AT + 730 * 86400);
            $question->add_store($store, null);
            $question->add_timeline($timeline);
            $report = $question->run();
            $root = $report->root(null, 0);
            $objects = [$store, $timeline, $question, $report, $root];
            unset($store, $timeline, $question, $report, $root);
            foreach ($order as $index) {
                $objects[$index] = null;
                foreach ($objects as $object) {
                    $this->assertNotSame('', match (true) {
                        $object instanceof \ChainReadyNativeStore => $object->name(0),
                        $object instanceof \ChainReadyNativeTimeline => $object->title(),
                        $object instanceof \ChainReadyNativeQuestion => $object->run()->json(),
                        $object instanceof \ChainReadyNativeReport => $object->json(),
                        $object instanceof \ChainReadyNativeRoot => $object->pem(),
                        default => 'gone',
                    });
                }
            }
        }
        $cycle = new \stdClass();
        $cycle->self = $cycle;
        $cycle->report = ready(RootSet::ofBytes(roots('globalsign-root-ca')), at: AT);
        unset($cycle);
        $this->assertGreaterThan(0, gc_collect_cycles());
    }

    /** A child answers as its parent does, before and after the parent asked. */
    public function testAForkIsSafe(): void
    {
        $answer = ready(CORPUS . '/globalsign-root-ca.pem', at: AT)->toJson();
        $file = folder() . '/answer';
        $child = pcntl_fork();
        if ($child === 0) {
            file_put_contents($file, ready(CORPUS . '/globalsign-root-ca.pem', at: AT)->toJson());
            posix_kill(getmypid(), SIGKILL); // without PHPUnit's own end
        }
        pcntl_waitpid($child, $status);
        $this->assertStringEqualsFile($file, $answer);
    }

    /** Of all stacks and all built-in migrations: no socket is opened, and no program run. */
    public function testNothingIsContacted(): void
    {
        if (run(['/bin/sh', '-c', 'command -v strace'])[0] !== 0) {
            $this->markTestSkipped('there is no strace');
        }
        $trace = folder() . '/trace';
        $code = 'require ' . var_export(REPOSITORY . '/bindings/php/autoload.php', true)
            . '; echo ChainReady\ready(timelines: ChainReady\timelineIds())->text();';
        [$exit, $out, $errors] = run(['strace', '-f', '-qq', '-e', 'trace=socket,connect,sendto,sendmsg,bind,execve',
            '-o', $trace, PHP_BINARY, ...modules('curl'), '-d', 'error_log=/dev/null', '-r', $code]);
        $this->assertSame(0, $exit, $errors);
        $this->assertNotSame('', $out);
        $calls = preg_grep('/^\d+ +(?:socket|connect|sendto|sendmsg|bind|execve)\(/', file($trace));
        $this->assertCount(1, $calls, implode('', $calls)); // PHP's own start
    }

    public function testMemoryIsFlat(): void
    {
        [$code, $out] = run([PHP_BINARY, ...modules(), __DIR__ . '/memory.php', '6000']);
        $this->assertSame(0, $code, $out);
        $seen = json_decode($out, true);
        $this->assertLessThan($seen['early_kib'] + 1024, $seen['late_kib']);
        $this->assertLessThan(1024, $seen['php_octets_more']); // an object a round would be 90,000
    }
}
