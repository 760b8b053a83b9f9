<?php

// SPDX-License-Identifier: Apache-2.0
// What asking costs at start-up, against the runtime's own loading of the same store.
// usage: boot.php [ROUNDS]
//
// Each measurement is the first thing that a fresh process does, and the kinds alternate: the context of a
// first TLS stream (stream_socket_enable_crypto() on a socket that is closed at the other end, so that it loads
// the store and has nobody to talk to); the same by curl; the layer's files and ready() over the same file and all
// built-in migrations. Prints minimum and median in milliseconds of processor time, which neighbours do not disturb
// (none waits for anything); it asserts nothing about them.

declare(strict_types=1);

namespace ChainReady\Tests;

const STORE = '/etc/ssl/certs/ca-certificates.crt';
const MEASURE = [
    'stream' => '
        $server = stream_socket_server("tcp://127.0.0.1:0");
        function first($server): void {
            $near = stream_socket_client("tcp://" . stream_socket_get_name($server, false));
            fclose(stream_socket_accept($server));
            stream_context_set_option($near, ["ssl" => ["peer_name" => "localhost"]]);
            if (@stream_socket_enable_crypto($near, true, STREAM_CRYPTO_METHOD_TLS_CLIENT)
                || str_contains(error_get_last()["message"] ?? "", "cafile")) {
                exit(1);
            }
        }
        $start = now(); first($server); $cold = now(); first($server);
        echo json_encode(["cold" => $cold - $start, "warm" => now() - $cold]);',
    'curl' => '
        $server = stream_socket_server("tcp://127.0.0.1:0");
        $name = stream_socket_get_name($server, false);
        function first(string $name): void {
            $handle = curl_init("https://$name");
            curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT_MS => 100]);
            if (curl_exec($handle) !== false) {
                exit(1);
            }
        }
        $start = now(); first($name); $cold = now(); first($name);
        echo json_encode(["cold" => $cold - $start, "warm" => now() - $cold]);',
    'ready' => '
        $start = now();
        require AUTOLOAD;
        $set = new ChainReady\RootSet("php", paths: [ini_get("openssl.cafile")]);
        $report = ChainReady\ready($set, ChainReady\timelineIds());
        $cold = now();
        ChainReady\ready($set, ChainReady\timelineIds());
        $warm = now();
        ChainReady\ready();
        echo json_encode(["cold" => $cold - $start, "warm" => $warm - $cold, "stacks" => now() - $warm,
            "roots" => $report->stores[0]->roots]);',
];

/** One fresh process. */
function once(string $code): array
{
    $now = 'function now(): float { $u = getrusage(); return $u["ru_utime.tv_sec"] + $u["ru_stime.tv_sec"] '
        . '+ ($u["ru_utime.tv_usec"] + $u["ru_stime.tv_usec"]) / 1e6; }';
    $autoload = 'const AUTOLOAD = ' . var_export(REPOSITORY . '/bindings/php/autoload.php', true) . ';';
    [$exit, $out, $errors] = run([PHP_BINARY, ...modules('curl'), '-d', 'openssl.cafile=' . STORE, '-d',
        'error_log=/dev/null', '-r', "$autoload $now $code"]);
    if ($exit !== 0) {
        throw new \RuntimeException($out . $errors);
    }
    return json_decode($out, true);
}

function median(array $values): float
{
    sort($values);
    return ($values[intdiv(\count($values) - 1, 2)] + $values[intdiv(\count($values), 2)]) / 2;
}

require __DIR__ . '/bootstrap.php';

$seen = [];
for ($round = (int) ($argv[1] ?? 15); $round > 0; $round--) {
    foreach (MEASURE as $kind => $code) {
        foreach (once($code) as $name => $value) {
            $seen["$kind $name"][] = 1000 * $value;
        }
    }
}
if (min($seen['ready roots']) < 100 * 1000) {
    throw new \RuntimeException(STORE . ' holds too few roots to measure with');
}
$words = [
    'stream cold' => 'a first TLS stream loads it',
    'stream warm' => 'and the next',
    'curl cold' => 'a first curl handle loads it',
    'curl warm' => 'and the next',
    'ready cold' => 'the layer and ready(), cold',
    'ready warm' => 'ready() again',
    'ready stacks' => 'ready() of all stacks',
];
foreach ($words as $name => $text) {
    printf("%-32s min %8.2f ms   median %8.2f ms\n", $text, min($seen[$name]), median($seen[$name]));
}
exit(0);
