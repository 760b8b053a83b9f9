--TEST--
Each object outlives what it came from
--EXTENSIONS--
chainready
--FILE--
<?php
$anchors = new ChainReadyNativeAnchors();
$pem = file_get_contents(__DIR__ . '/../../../corpus/roots/globalsign-root-ca.pem');
preg_match('/-----BEGIN CERTIFICATE-----(.*?)-----END/s', $pem, $found);
$anchors->add(base64_decode($found[1]));
$anchors->add('no certificate');
$store = $anchors->store('mine');
unset($anchors);
$question = new ChainReadyNativeQuestion(1795305600, 1858377600);
$question->add_store($store, null);
$question->add_timeline(ChainReadyNativeTimeline::builtin('oss-globalsign'));
$problem = $store->skipped(0);
unset($store);
$report = $question->run();
unset($question);
[$outcome, $root, $place] = [$report->outcome(), $report->root(null, 0), $report->store_place(0)];
unset($report);
gc_collect_cycles();
echo $outcome->readiness(), ' ', chainready_native_format_time($outcome->breaks_at()), "\n";
echo $root->name(), ' ', strlen($root->sha256()), ' ', $place->get('path'), "\n";
echo $problem->status(), ' ', $problem->entry(), "\n";
--EXPECT--
breaks_later 2027-01-28T00:00:00Z
GlobalSign Root R46 64 mine
malformed 2
