<?php
// SPDX-License-Identifier: Apache-2.0
// PHP's curl extension; see handshake.py.
while (($line = fgets(STDIN)) !== false) {
    $case = json_decode($line, true);
    $target = "{$case['host']}:{$case['port']}";
    $curl = curl_init("https://$target/");
    curl_setopt_array($curl, [
        CURLOPT_CAINFO => $case['ca'], CURLOPT_CAPATH => $case['none'],
        CURLOPT_RETURNTRANSFER => true, CURLOPT_PROXY => '',
        CURLOPT_CONNECT_TO => ["$target:127.0.0.1:{$case['port']}"],
    ]);
    curl_exec($curl);
    echo curl_errno($curl) ? '0:' . curl_error($curl) : '1', "\n";
    curl_close($curl);
}
