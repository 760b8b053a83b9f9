<?php
// SPDX-License-Identifier: Apache-2.0
// Fetches a page with PHP's streams; with a second argument, with that bundle.
$options = ['http' => ['timeout' => 20], 'ssl' => []];
if (isset($argv[2])) {
    $options['ssl']['cafile'] = $argv[2];
}
$page = file_get_contents($argv[1], false, stream_context_create($options));
echo $page;
exit($page === false ? 1 : 0);
