<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady\Tests;

use PHPUnit\Framework\TestCase;

/**
 * A pool of php-fpm with a php.ini of its own sees its own roots, not those of the command line. Driven by
 * cgi-fcgi over a socket in a private folder.
 */
final class FpmTest extends TestCase
{
    private static string $folder;
    /** @var resource */
    private static $master;

    private static function binary(): string
    {
        foreach (['/usr/sbin', '/usr/local/sbin', \dirname(PHP_BINARY)] as $folder) {
            foreach (['php-fpm' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION, 'php-fpm'] as $name) {
                if (is_executable("$folder/$name")) {
                    return "$folder/$name";
                }
            }
        }
        self::markTestSkipped('there is no php-fpm');
    }

    public static function setUpBeforeClass(): void
    {
        $binary = self::binary();
        $folder = self::$folder = folder();
        $modules = implode("\n", array_map(
            static fn (string $module): string => $module === '-d' ? '' : $module,
            \array_slice(modules('curl'), 1)
        ));
        file_put_contents("$folder/php.ini", "$modules\nopenssl.cafile=$folder/ini.pem\nerror_log=$folder/log\n");
        file_put_contents("$folder/fpm.conf", <<<CONF
            [global]
            daemonize = no
            error_log = $folder/fpm.log
            [www]
            listen = $folder/www
            pm = static
            pm.max_children = 1
            env[SSL_CERT_DIR] = $folder/env
            [other]
            listen = $folder/other
            pm = static
            pm.max_children = 1
            env[SSL_CERT_DIR] = $folder/env
            php_admin_value[openssl.cafile] =
            php_admin_value[curl.cainfo] = $folder/pool.pem

            CONF);
        $user = posix_geteuid() === 0 ? "user = root\ngroup = root\n" : '';
        $conf = file_get_contents("$folder/fpm.conf");
        file_put_contents("$folder/fpm.conf", preg_replace('/^listen/m', $user . 'listen', $conf));
        file_put_contents("$folder/ini.pem", roots('globalsign-root-ca'));
        file_put_contents("$folder/pool.pem", roots('globalsign-root-r46'));
        file_put_contents("$folder/ask.php", '<?php require ' . var_export(__DIR__ . '/bootstrap.php', true) . ';'
            . 'ini_restore("error_log"); $r = ChainReady\ready(timelines: "oss-globalsign", at: ChainReady\Tests\AT);'
            . 'echo json_encode([PHP_SAPI, getmypid(), array_map(fn ($s) => [$s->id, $s->stack, $s->path, '
            . '$s->verdict->value], $r->stores), ChainReady\rootSets(), getenv("SSL_CERT_FILE")]);');
        self::$master = proc_open(
            [$binary, '-F', '-R', '-n', '-c', "$folder/php.ini", '-y', "$folder/fpm.conf"],
            [['file', '/dev/null', 'r'], ['file', "$folder/out", 'w'], ['file', "$folder/out", 'a']],
            $pipes
        );
        $deadline = microtime(true) + 20;
        while (!file_exists("$folder/www") || !file_exists("$folder/other")) {
            if (microtime(true) > $deadline) {
                self::fail(file_get_contents("$folder/fpm.log") . file_get_contents("$folder/out"));
            }
            usleep(20000);
        }
    }

    public static function tearDownAfterClass(): void
    {
        if (isset(self::$master)) {
            proc_terminate(self::$master);
            proc_close(self::$master);
        }
    }

    /** What a worker of a pool says; `more` are variables of the request. */
    private static function ask(string $pool, array $more = []): array
    {
        $variables = ['REQUEST_METHOD' => 'GET', 'SCRIPT_FILENAME' => self::$folder . '/ask.php',
            'PATH' => getenv('PATH'), ...$more];
        [$code, $out, $errors] = run(['cgi-fcgi', '-bind', '-connect', self::$folder . "/$pool"], $variables);
        self::assertSame(0, $code, $errors);
        [, $body] = explode("\r\n\r\n", $out, 2);
        return json_decode($body, true, 512, JSON_THROW_ON_ERROR);
    }

    public function testAPoolReadsItsPhpIni(): void
    {
        [$sapi, , $stores] = self::ask('www');
        $this->assertSame('fpm-fcgi', $sapi);
        $this->assertSame(['php-streams', 'php-curl'], array_column($stores, 0));
        $this->assertStringEndsWith(' fpm-fcgi streams', $stores[0][1]);
        $this->assertSame([self::$folder . '/ini.pem', self::$folder . '/ini.pem'], array_column($stores, 2));
        $this->assertSame('breaks_later', $stores[0][3]);
        $this->assertNotSame(ini_get('openssl.cafile'), $stores[0][2]); // the command line reads another one
    }

    public function testAPoolHasSettingsOfItsOwn(): void
    {
        $sets = array_column(self::ask('other')[3], null, 'id');
        $this->assertSame([self::$folder . '/pool.pem'], $sets['php-curl']['paths']);
        $this->assertSame([], $sets['php-streams']['paths']);
        $this->assertSame(self::$folder . '/env', $sets['php-streams']['lookedInto'][1]);
        $this->assertSame('SSL_CERT_DIR', $sets['php-streams']['config']);
    }

    /** A web server's variables are in getenv(), but OpenSSL does not see them. */
    public function testVariablesOfTheRequestDoNotCount(): void
    {
        [, , , $sets, $seen] = self::ask('other', ['SSL_CERT_FILE' => '/from/the/request.pem']);
        $this->assertSame('/from/the/request.pem', $seen);
        $this->assertSame(
            openssl_get_cert_locations()['default_cert_file'],
            array_column($sets, null, 'id')['php-streams']['lookedInto'][0]
        );
    }

    /** One worker, many requests, and each is as the first. */
    public function testAWorkerIsAskedAgain(): void
    {
        $first = self::ask('www');
        for ($request = 0; $request < 10; $request++) {
            $this->assertSame($first, self::ask('www'));
        }
        $log = file_get_contents(self::$folder . '/log');
        $this->assertStringContainsString('chainready: breaks on 2027-01-28: PHP ', $log);
    }

    /** A worker's own binary is no command line; what it logs is typed with php. */
    public function testWhatAWorkerLogsCanBeTyped(): void
    {
        self::ask('www');
        $this->assertSame(1, preg_match(
            '/; add GlobalSign Root R46: (php \S+\/bin\/chainready fix --timeline oss-globalsign --store (\S+))$/m',
            file_get_contents(self::$folder . '/log'),
            $found
        ));
        $this->assertSame(self::$folder . '/ini.pem', $found[2]);
        $ini = folder();
        file_put_contents("$ini/chainready.ini", 'extension=' . extension() . "\n");
        symlink(PHP_BINARY, "$ini/php");
        $variables = [...getenv(), 'PATH' => "$ini:" . getenv('PATH'), 'PHP_INI_SCAN_DIR' => ":$ini"];
        [$code, $out, $errors] = run(['/bin/sh', '-c', $found[1]], $variables);
        $this->assertSame(1, $code, $errors);
        $this->assertStringContainsString('GlobalSign Root R46', $out);
    }
}
