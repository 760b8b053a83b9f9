<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady\Tests;

use PHPUnit\Framework\TestCase;

/** Real handshakes in each moment of a migration end as ready() said before: ../handshake/README.md. */
final class HandshakeTest extends TestCase
{
    private const FOLDER = __DIR__ . '/../handshake';
    private const MOMENTS = ['old', 'bridged', 'anchor-expired', 'bridge-expired', 'new'];
    private const STORES = ['old', 'new', 'both', 'stranger', 'bridge', 'no-identifier', 'twin'];
    private const STACKS = ['php-stream', 'php-curl'];

    /** @var resource */
    private static $child;
    private static array $pipes = [];
    private static array $servers;
    private static string $file;
    /** @var array<string, array> what a child printed, by moment and store */
    private static array $seen = [];

    public static function setUpBeforeClass(): void
    {
        $folder = folder();
        self::$child = proc_open(
            ['python3', '-B', self::FOLDER . '/serve.py', $folder],
            [['pipe', 'r'], ['pipe', 'w'], STDERR],
            self::$pipes
        );
        self::$servers = json_decode(fgets(self::$pipes[1]) ?: '[]', true);
        self::$file = "$folder/servers.json";
    }

    public static function tearDownAfterClass(): void
    {
        fclose(self::$pipes[0]);
        self::assertSame(0, proc_close(self::$child));
        $table = getenv('HANDSHAKES');
        if ($table) {
            file_put_contents($table, json_encode(self::$seen, JSON_PRETTY_PRINT));
        }
    }

    /** Both stacks of a process whose php.ini has this store. */
    private static function ask(string $moment, string $store): array
    {
        $path = array_column(self::$servers['moments'], 'stores', 'moment')[$moment][$store];
        [$code, $out, $errors] = run([PHP_BINARY, ...modules('curl'), '-d', "openssl.cafile=$path",
            __DIR__ . '/handshake.php', self::$file, $moment]);
        self::assertSame(0, $code, $out . $errors);
        return json_decode($out, true);
    }

    private static function habit(string $stack, string $moment, string $store): ?array
    {
        foreach (json_decode(file_get_contents(self::FOLDER . '/habits.json'), true)['habits'] as $habit) {
            if (
                \in_array($stack, $habit['stacks'], true) && $store === $habit['store']
                && \in_array($moment, $habit['moments'], true)
            ) {
                return $habit;
            }
        }
        return null;
    }

    public static function cases(): iterable
    {
        foreach (self::STORES as $store) {
            foreach (self::MOMENTS as $moment) {
                foreach (self::STACKS as $stack) {
                    yield "$store $moment $stack" => [$store, $moment, $stack];
                }
            }
        }
    }

    /** @dataProvider cases */
    public function testHandshake(string $store, string $moment, string $stack): void
    {
        self::$seen[$moment][$store] ??= self::ask($moment, $store);
        [$said, $happened] = self::$seen[$moment][$store][$stack];
        $habit = self::habit($stack, $moment, $store);
        if ($habit === null) {
            $this->assertSame($said, $happened);
        } else {
            $this->assertSame([$habit['predicted'], $habit['happens']], [$said, $happened], $habit['name']);
        }
    }

    public function testAllOfItIsAsked(): void
    {
        $this->assertSame(self::MOMENTS, array_column(self::$servers['moments'], 'moment'));
        foreach (self::$servers['moments'] as $moment) {
            $this->assertSame(self::STORES, array_keys($moment['stores']));
        }
    }

    /** The very context that connects afterwards; and what its peer sent is a captured chain. */
    public function testAContextConnectsAsItWasAskedAbout(): void
    {
        foreach (self::$servers['moments'] as $moment) {
            foreach (['old', 'new', 'both', 'stranger'] as $store) {
                $context = stream_context_create(['ssl' => [
                    'cafile' => $moment['stores'][$store], 'peer_name' => 'localhost',
                    'capture_peer_cert_chain' => true,
                ]]);
                $said = \ChainReady\ready($context, $moment['timeline'], at: $moment['at']);
                $stream = @stream_socket_client("tls://127.0.0.1:{$moment['port']}", timeout: 20, context: $context);
                $this->assertSame($said->verdict->isGood() || $said->breaksAt !== null, $stream !== false);
                if ($stream !== false) {
                    $chain = \ChainReady\Chain::ofStream($stream, 'localhost');
                    $captured = \ChainReady\ready($context, $moment['timeline'], chains: [$chain], at: $moment['at']);
                    $this->assertNotSame(\ChainReady\Verdict::Broken, $captured->verdict);
                }
            }
        }
    }
}
