<?php
// SPDX-License-Identifier: Apache-2.0
// Fetches a page with PHP's curl extension.
$handle = curl_init($argv[1]);
curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 20]);
$page = curl_exec($handle);
echo $page === false ? curl_error($handle) : $page;
exit($page === false ? 1 : 0);
