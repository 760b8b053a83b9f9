<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady\Tests;

use PHPUnit\Framework\TestCase;

/** The examples, as a person would run them. */
final class ExampleTest extends TestCase
{
    /** A console application with the command, in a process with this setting. */
    private static function console(string $cafile): array
    {
        $code = 'require "Symfony/Component/Console/autoload.php"; require '
            . var_export(REPOSITORY . '/bindings/php/autoload.php', true) . '; require '
            . var_export(REPOSITORY . '/bindings/php/examples/CheckRootsCommand.php', true)
            . '; $console = new Symfony\Component\Console\Application(); '
            . '$console->add(new App\Command\CheckRootsCommand()); exit($console->run());';
        return run([PHP_BINARY, ...modules('mbstring', 'ctype', 'iconv', 'intl', 'curl'), '-d', 'error_log=/dev/null',
            '-d', 'include_path=/usr/share/php', '-d', "openssl.cafile=$cafile", '-r', $code, '--',
            'app:check-roots']);
    }

    public function testACommandOfSymfonysConsole(): void
    {
        if (!stream_resolve_include_path('Symfony/Component/Console/autoload.php')) {
            $this->markTestSkipped('there is no php-symfony-console');
        }
        $codes = [];
        foreach (['/etc/ssl/certs/ca-certificates.crt', CORPUS . '/globalsign-root-ca.pem'] as $cafile) {
            [$code, $out, $errors] = self::console($cafile);
            [$ready, $text] = json_decode(
                php('$r = ChainReady\ready(); echo json_encode([$r->isReady(), $r->text()]);', [
                    'openssl.cafile' => $cafile,
                ])
            );
            $this->assertSame($ready ? 0 : 1, $code, $out . $errors);
            $this->assertSame($text, $out);
            $codes[] = $code;
        }
        $this->assertSame(1, $codes[1]); // one old root is never enough
    }
}
