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
        return self::askWith($moment, ['openssl.cafile' => self::store($moment, $store)]);
    }

    private static function store(string $moment, string $store): string
    {
        return array_column(self::$servers['moments'], 'stores', 'moment')[$moment][$store];
    }

    /** Both stacks of a process with these settings and variables. */
    private static function askWith(string $moment, array $settings, array $variables = []): array
    {
        $words = [PHP_BINARY, ...modules('curl')];
        foreach ($settings as $name => $value) {
            array_push($words, '-d', "$name=$value");
        }
        $variables += array_diff_key(getenv(), ['SSL_CERT_FILE' => 0, 'SSL_CERT_DIR' => 0]);
        [$code, $out, $errors] = run([...$words, __DIR__ . '/handshake.php', self::$file, $moment], $variables);
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
        [$said, $happened, $profiled] = self::$seen[$moment][$store][$stack];
        $this->assertSame($happened, $profiled, 'the profile of the stack');
        $habit = self::habit($stack, $moment, $store);
        if ($habit === null) {
            $this->assertSame($said, $happened);
        } else {
            $this->assertSame([$habit['predicted'], $habit['happens']], [$said, $happened], $habit['name']);
        }
    }

    /** Which files and folders count, by what connects: [settings, variables, does a stream?, does curl?]. */
    public static function places(): iterable
    {
        [$yes, $no] = ['connects', 'refuses'];
        $stranger = ['openssl.cafile' => 'STRANGER'];
        yield 'a folder' => [['openssl.capath' => 'HASHED'], [], $yes, $no];
        yield 'a file and a folder' => [$stranger + ['openssl.capath' => 'HASHED'], [], $yes, $no];
        yield 'a damaged file' => [['openssl.cafile' => 'DAMAGED'], [], $yes, $no];
        yield 'a damaged file ends it' => [['openssl.cafile' => 'OTHER', 'openssl.capath' => 'HASHED'], [], $no, $no];
        yield 'a list of folders' => [['openssl.capath' => '/nowhere:HASHED'], [], $yes, $no];
        yield 'a folder without hashes' => [['openssl.capath' => 'PLAIN'], [], $no, $no];
        yield 'a variable for a file' => [[], ['SSL_CERT_FILE' => 'NEW'], $yes, $no];
        yield 'a variable for a folder' => [[], ['SSL_CERT_DIR' => 'HASHED'], $yes, $no];
        yield 'a setting before a variable' => [$stranger, ['SSL_CERT_DIR' => 'HASHED'], $no, $no];
        yield 'a file for curl' => [['curl.cainfo' => 'NEW'], [], $no, $yes];
        yield 'a file for both before one for curl' => [$stranger + ['curl.cainfo' => 'NEW'], [], $no, $no];
    }

    /** @dataProvider places */
    public function testPlaces(array $settings, array $variables, string $stream, string $curl): void
    {
        $folder = folder();
        $new = self::store('new', 'new');
        mkdir("$folder/plain");
        mkdir("$folder/hashed");
        copy($new, "$folder/plain/new.pem");
        [$code, $hash] = run(['openssl', 'x509', '-in', $new, '-noout', '-subject_hash']);
        $this->assertSame(0, $code);
        copy($new, "$folder/hashed/" . trim($hash) . '.0');
        $names = ['NEW' => $new, 'STRANGER' => self::store('new', 'stranger'), 'PLAIN' => "$folder/plain",
            'HASHED' => "$folder/hashed", 'DAMAGED' => "$folder/damaged.pem", 'OTHER' => "$folder/other.pem"];
        $damage = "-----BEGIN CERTIFICATE-----\nMIIBAAAA\n-----END CERTIFICATE-----\n";
        file_put_contents($names['DAMAGED'], $damage . file_get_contents($new));
        file_put_contents($names['OTHER'], file_get_contents($names['STRANGER']) . $damage);
        $replace = static fn (string $text): string => strtr($text, $names);
        $seen = self::askWith('new', array_map($replace, $settings), array_map($replace, $variables));
        $this->assertSame(['php-stream' => array_fill(0, 3, $stream), 'php-curl' => array_fill(0, 3, $curl)], $seen);
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
