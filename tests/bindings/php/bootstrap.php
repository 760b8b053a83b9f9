<?php

// SPDX-License-Identifier: Apache-2.0
// What all tests share. BUILD is the build directory, from the environment.

declare(strict_types=1);

namespace ChainReady\Tests;

error_reporting(E_ALL);
ini_set('error_log', '/dev/null');

const REPOSITORY = __DIR__ . '/../../..';
const CORPUS = REPOSITORY . '/corpus/roots';
const AT = 1795305600; // 2026-11-22

require_once REPOSITORY . '/bindings/php/autoload.php';

/** PEM of these roots of the corpus. */
function roots(string ...$names): string
{
    return implode('', array_map(static fn (string $name) => file_get_contents(CORPUS . "/$name.pem"), $names));
}

/** An empty folder that is gone when the process ends. */
function folder(): string
{
    $folder = sys_get_temp_dir() . '/chainready-' . bin2hex(random_bytes(6));
    mkdir($folder, 0700);
    $owner = getmypid();
    register_shutdown_function(static function () use ($folder, $owner): void {
        if (getmypid() !== $owner) {
            return; // a child
        }
        $inside = new \RecursiveIteratorIterator(
            new \RecursiveDirectoryIterator($folder, \FilesystemIterator::SKIP_DOTS),
            \RecursiveIteratorIterator::CHILD_FIRST
        );
        foreach ($inside as $file) {
            $file->isDir() && !$file->isLink() ? rmdir($file->getPathname()) : unlink($file->getPathname());
        }
        rmdir($folder);
    });
    return $folder;
}

/** The extension that is tested. */
function extension(): string
{
    return build() . '/bindings/php/chainready.so';
}

function build(): string
{
    return getenv('BUILD') ?: throw new \RuntimeException('BUILD names no build directory');
}

/** Extensions that a child needs as this process has them, without the ini files of the machine. */
function modules(string ...$names): array
{
    $words = ['-n', '-d', 'extension=' . extension()];
    foreach ($names as $name) {
        if (is_file(ini_get('extension_dir') . "/$name.so")) {
            array_push($words, '-d', "extension=$name");
        }
    }
    return $words;
}

/**
 * Runs a program to its end.
 *
 * @return array{int, string, string} exit code, standard output, standard error
 */
function run(array $command, ?array $environment = null): array
{
    $log = tempnam(sys_get_temp_dir(), 'err');
    $files = [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', $log, 'w']];
    $child = proc_open($command, $files, $pipes, null, $environment);
    $out = stream_get_contents($pipes[1]);
    $code = proc_close($child);
    $errors = file_get_contents($log);
    unlink($log);
    return [$code, $out, $errors];
}

/** Runs PHP with these settings, prints what $code says: from var_export to a value. */
function php(string $code, array $settings = [], ?array $environment = null): string
{
    $words = [PHP_BINARY, ...modules('curl')];
    foreach ($settings as $name => $value) {
        array_push($words, '-d', "$name=$value");
    }
    $code = 'require ' . var_export(__FILE__, true) . "; $code";
    [$exit, $out, $errors] = run([...$words, '-r', $code], $environment ?? [...getenv(), 'SSL_CERT_FILE' => null]);
    if ($exit !== 0) {
        throw new \RuntimeException("exit code $exit: $out$errors");
    }
    return $out;
}

/** Collects what is logged. */
final class Log
{
    /** @var list<array{string, string}> */
    public array $lines = [];

    public function log($level, $message, array $context = []): void
    {
        $this->lines[] = [$level, $message];
    }
}
