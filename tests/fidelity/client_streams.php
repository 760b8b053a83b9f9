<?php
// SPDX-License-Identifier: Apache-2.0
// PHP's streams; see handshake.py.
while (($line = fgets(STDIN)) !== false) {
    $case = json_decode($line, true);
    $context = stream_context_create(['ssl' => [
        'cafile' => $case['ca'], 'peer_name' => $case['host'], 'SNI_enabled' => true,
    ]]);
    $stream = @stream_socket_client("ssl://127.0.0.1:{$case['port']}", $code, $why, 10,
                                    STREAM_CLIENT_CONNECT, $context);
    $last = error_get_last();
    error_clear_last();
    if ($stream) {
        fclose($stream);
        echo "1\n";
    } else {
        echo '0:', str_replace("\n", ' ', substr((string)($last['message'] ?? $why), 0, 160)), "\n";
    }
}
