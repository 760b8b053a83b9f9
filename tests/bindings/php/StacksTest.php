<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady\Tests;

use ChainReady\RootSet;
use ChainReady\UnsupportedException;
use ChainReady\Verdict;
use PHPUnit\Framework\TestCase;

use function ChainReady\ready;

/** The root sets that are found are those that PHP's stacks load. */
final class StacksTest extends TestCase
{
    private const BUNDLE = CORPUS . '/globalsign-root-r46.pem';
    private const OTHER = CORPUS . '/amazon-root-ca-1.pem';

    /** What a process with these settings says of itself, by id. */
    private static function sets(array $settings, array $environment = [], string $before = ''): array
    {
        $environment += ['SSL_CERT_FILE' => null, 'SSL_CERT_DIR' => null] + getenv();
        $environment = array_filter($environment, is_string(...));
        $out = php("$before; echo json_encode(ChainReady\\rootSets());", $settings, $environment);
        return array_column(json_decode($out, true, 512, JSON_THROW_ON_ERROR), null, 'id');
    }

    public function testWithoutSettingsOpensslAndLibcurlHaveTheirOwn(): void
    {
        $sets = self::sets([]);
        $known = openssl_get_cert_locations();
        $this->assertSame([], $sets['php-streams']['paths']);
        $this->assertSame(
            [$known['default_cert_file'], $known['default_cert_dir']],
            $sets['php-streams']['lookedInto']
        );
        $this->assertSame('PHP ' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION . ' cli streams', $sets['php-streams']['stack']);
        $this->assertStringContainsString(' cli curl ' . curl_version()['version'], $sets['php-curl']['stack']);
        $this->assertSame('', $sets['php-streams']['config'] . $sets['php-curl']['config']);
        $this->assertSame(self::libcurl(), array_merge($sets['php-curl']['paths'], $sets['php-curl']['lookedInto']));
    }

    /** What libcurl says that it loads: a file, then a folder. */
    private static function libcurl(array $options = []): array
    {
        $server = stream_socket_server('tcp://127.0.0.1:0');
        $log = tmpfile();
        $handle = curl_init('https://' . stream_socket_get_name($server, false));
        curl_setopt_array($handle, $options + [CURLOPT_VERBOSE => true, CURLOPT_STDERR => $log,
            CURLOPT_TIMEOUT_MS => 300, CURLOPT_RETURNTRANSFER => true]);
        curl_exec($handle);
        fflush($log);
        preg_match_all('/CA(?:file|path): (.*)/', file_get_contents(stream_get_meta_data($log)['uri']), $found);
        return array_values(array_diff(array_map(trim(...), $found[1]), ['none']));
    }

    public function testBothReadOpensslCafile(): void
    {
        $sets = self::sets(['openssl.cafile' => self::BUNDLE, 'curl.cainfo' => self::OTHER]);
        $this->assertSame([self::BUNDLE], $sets['php-streams']['paths']);
        $this->assertSame([], $sets['php-streams']['lookedInto']);
        $this->assertSame([self::BUNDLE], $sets['php-curl']['paths']);
        $this->assertSame('openssl.cafile', $sets['php-streams']['config']);
        $this->assertSame('openssl.cafile', $sets['php-curl']['config']);
    }

    public function testCurlCainfoIsForCurlAlone(): void
    {
        $sets = self::sets(['curl.cainfo' => self::OTHER]);
        $this->assertSame([], $sets['php-streams']['paths']);
        $this->assertSame([self::OTHER], $sets['php-curl']['paths']);
        $this->assertSame('curl.cainfo', $sets['php-curl']['config']);
    }

    /** libcurl itself says so: a file that is set does not take its own folder away. */
    public function testLibcurlsFolderCountsBesides(): void
    {
        $found = self::sets(['curl.cainfo' => self::OTHER])['php-curl'];
        $this->assertSame(
            self::libcurl([CURLOPT_CAINFO => self::OTHER]),
            array_merge($found['paths'], $found['lookedInto'])
        );
    }

    public function testAFolderIsForStreamsAlone(): void
    {
        $sets = self::sets(['openssl.capath' => '/one' . PATH_SEPARATOR . '/two']);
        $this->assertSame(['/one', '/two'], $sets['php-streams']['lookedInto']);
        $this->assertSame('openssl.capath', $sets['php-streams']['config']);
        $this->assertSame('', $sets['php-curl']['config']);
    }

    public function testVariablesAreForStreamsWithoutSettings(): void
    {
        $environment = ['SSL_CERT_FILE' => self::BUNDLE, 'SSL_CERT_DIR' => '/one:/two'];
        $sets = self::sets([], $environment);
        $this->assertSame([self::BUNDLE, '/one', '/two'], $sets['php-streams']['lookedInto']);
        $this->assertSame('SSL_CERT_FILE, SSL_CERT_DIR', $sets['php-streams']['config']);
        $this->assertSame('', $sets['php-curl']['config']);
        $sets = self::sets(['openssl.cafile' => self::OTHER], $environment);
        $this->assertSame([self::OTHER], $sets['php-streams']['paths']);
        $this->assertSame([], $sets['php-streams']['lookedInto']);
    }

    public function testPutenvCountsAsForOpenssl(): void
    {
        $sets = self::sets([], before: 'putenv("SSL_CERT_FILE=/mine")');
        $this->assertSame('/mine', $sets['php-streams']['lookedInto'][0]);
    }

    public function testTheDefaultContextCounts(): void
    {
        $before = 'stream_context_set_default(["ssl" => ["cafile" => "' . self::OTHER . '"]])';
        $sets = self::sets(['openssl.cafile' => self::BUNDLE], before: $before);
        $this->assertSame([self::OTHER], $sets['php-streams']['paths']);
        $this->assertSame('stream context', $sets['php-streams']['config']);
        $this->assertSame([self::BUNDLE], $sets['php-curl']['paths']);
    }

    public function testWithoutTheExtensionsThereIsNothingToAsk(): void
    {
        [$code, $out] = run([PHP_BINARY, '-n', '-d', 'extension=' . extension(), '-r',
            'require ' . var_export(__DIR__ . '/bootstrap.php', true) . '; echo implode(" ", '
            . 'array_column(ChainReady\rootSets(), "id"));']);
        $this->assertSame(0, $code);
        $this->assertSame(\extension_loaded('openssl') ? 'php-streams' : '', $out);
    }

    public function testAContextAndItsFolder(): void
    {
        $folder = folder();
        copy(self::OTHER, "$folder/ce5e74ef.0");
        $set = RootSet::ofContext(stream_context_create(['ssl' => ['cafile' => self::BUNDLE, 'capath' => $folder]]));
        $this->assertSame([[self::BUNDLE], [$folder]], [$set->paths, $set->lookedInto]);
        $this->assertSame(2, ready($set, at: AT)->stores[0]->roots);
    }

    public function testAContextThatDoesNotVerifyIsNoRootSet(): void
    {
        $this->expectException(UnsupportedException::class);
        $this->expectExceptionMessage('verify_peer is off');
        ready(stream_context_create(['ssl' => ['verify_peer' => false]]), at: AT);
    }

    public function testAStoreThatIsFoundAndNotThereMakesTheReportIncomplete(): void
    {
        $out = php(
            '$r = ChainReady\ready(at: ChainReady\Tests\AT); echo json_encode([$r->complete, $r->isReady(), '
            . '$r->summary(), array_map(fn ($s) => $s->problem?->status, $r->stores)]);',
            ['openssl.cafile' => '/nowhere/ca.pem']
        );
        [$complete, $ready, $summary, $problems] = json_decode($out);
        $this->assertFalse($complete);
        $this->assertFalse($ready);
        $this->assertSame(['not_found', 'not_found'], $problems);
        $this->assertStringContainsString('/nowhere/ca.pem (PHP ', $summary);
    }

    /** libcurl refuses such a file, so that nothing connects; PHP's streams read it certificate by certificate. */
    public function testADamagedFileIsNothingToCurl(): void
    {
        $file = folder() . '/ca.pem';
        file_put_contents($file, file_get_contents('/etc/ssl/certs/ca-certificates.crt')
            . "-----BEGIN CERTIFICATE-----\nMIIBAAAA\n-----END CERTIFICATE-----\n");
        $out = php(
            '$r = ChainReady\ready(at: ChainReady\Tests\AT); $s = stream_socket_server("tcp://127.0.0.1:0");'
            . '$c = curl_init("https://" . stream_socket_get_name($s, false)); curl_setopt_array($c, '
            . '[CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT_MS => 300]); curl_exec($c);'
            . 'echo json_encode([$r->stores[0]->problem, $r->stores[1]->problem, curl_errno($c)]);',
            ['openssl.cafile' => $file]
        );
        [$streams, $curl, $errno] = json_decode($out);
        $this->assertNull($streams);
        $this->assertSame('malformed', $curl->status);
        $this->assertStringContainsString('takes nothing from a file that is damaged', $curl->message);
        $this->assertSame(CURLE_SSL_CACERT_BADFILE, $errno);
    }

    public function testVerdictsAreApart(): void
    {
        $out = php(
            '$r = ChainReady\ready(timelines: "oss-globalsign", at: ChainReady\Tests\AT);'
            . 'echo json_encode(array_column(array_map(fn ($s) => [$s->id, $s->verdict->value], $r->stores), 1, 0));',
            ['openssl.cafile' => CORPUS . '/globalsign-root-ca.pem']
        );
        $verdicts = json_decode($out, true);
        $this->assertSame(Verdict::BreaksLater->value, $verdicts['php-streams']);
        $besides = self::libcurl([CURLOPT_CAINFO => self::OTHER])[1] ?? '';
        $this->assertSame($besides === '/etc/ssl/certs' ? 'ready' : 'breaks_later', $verdicts['php-curl']);
    }
}
